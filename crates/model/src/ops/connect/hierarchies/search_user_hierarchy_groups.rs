//! SearchUserHierarchyGroups.

use roster_model_derive::{operation, shape};

use super::HierarchyGroup;
use crate::shapes::{ControlPlaneAttributeFilter, InstanceId, MaxResult100, NextToken2500, StringCondition};

/// Searches the hierarchy groups of an instance.
#[operation(
    http = "POST /search-user-hierarchy-groups",
    effect = Read,
    resources = "instance*",
    pages = "UserHierarchyGroups",
)]
pub struct SearchUserHierarchyGroups;

/// The input of `SearchUserHierarchyGroups`.
#[shape]
pub struct SearchUserHierarchyGroupsRequest {
    /// The instance.
    pub instance_id: InstanceId,
    /// Where the page starts.
    pub next_token: Option<NextToken2500>,
    /// How many groups a page may hold; 100 by default.
    pub max_results: Option<MaxResult100>,
    /// What groups must have, beside meeting the criteria.
    pub search_filter: Option<UserHierarchyGroupSearchFilter>,
    /// What is searched for; all groups by default.
    pub search_criteria: Option<UserHierarchyGroupSearchCriteria>,
}

/// What groups must have.
#[shape]
pub struct UserHierarchyGroupSearchFilter {
    /// Tags.
    pub attribute_filter: Option<ControlPlaneAttributeFilter>,
}

/// What is searched for. All members that are there must hold.
#[shape]
pub struct UserHierarchyGroupSearchCriteria {
    /// Alternatives, of which one must hold.
    pub or_conditions: Option<UserHierarchyGroupSearchConditionList>,
    /// Criteria that must all hold.
    pub and_conditions: Option<UserHierarchyGroupSearchConditionList>,
    /// A text in a field: `name`, `parentId`, `levelId` or `resourceID`.
    pub string_condition: Option<StringCondition>,
}

/// Several criteria.
#[shape]
pub struct UserHierarchyGroupSearchConditionList(pub Vec<UserHierarchyGroupSearchCriteria>);

/// The output of `SearchUserHierarchyGroups`.
#[shape]
pub struct SearchUserHierarchyGroupsResponse {
    /// The groups of this page.
    pub user_hierarchy_groups: Option<UserHierarchyGroupList>,
    /// Where the next page starts; absent on the last.
    pub next_token: Option<NextToken2500>,
    /// How many groups meet the criteria.
    pub approximate_total_count: Option<i64>,
}

/// Hierarchy groups that were found.
#[shape]
pub struct UserHierarchyGroupList(pub Vec<HierarchyGroup>);
