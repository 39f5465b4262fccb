//! ListUserHierarchyGroups.

use roster_model_derive::{operation, shape};

use super::HierarchyGroupSummary;
use crate::shapes::{InstanceId, MaxResult1000, NextToken};

/// Lists the hierarchy groups of an instance, by name.
#[operation(
    http = "GET /user-hierarchy-groups-summary/{InstanceId}",
    effect = Read,
    resources = "instance*",
    pages = "UserHierarchyGroupSummaryList",
)]
pub struct ListUserHierarchyGroups;

/// The input of `ListUserHierarchyGroups`.
#[shape]
pub struct ListUserHierarchyGroupsRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// Where the page starts.
    #[shape(query = "nextToken")]
    pub next_token: Option<NextToken>,
    /// How many groups a page may hold; 100 by default.
    #[shape(query = "maxResults")]
    pub max_results: Option<MaxResult1000>,
}

/// The output of `ListUserHierarchyGroups`.
#[shape]
pub struct ListUserHierarchyGroupsResponse {
    /// The groups of this page.
    pub user_hierarchy_group_summary_list: Option<HierarchyGroupSummaryList>,
    /// Where the next page starts; absent on the last.
    pub next_token: Option<NextToken>,
}

/// Hierarchy groups.
#[shape]
pub struct HierarchyGroupSummaryList(pub Vec<HierarchyGroupSummary>);
