//! ListTrafficDistributionGroups.

use roster_model_derive::{operation, shape};

use crate::shapes::{EmptyList, InstanceId, MaxResult10, NextToken};

/// Lists the traffic distribution groups of an account: what divides contacts between Regions.
#[operation(
    http = "GET /traffic-distribution-groups",
    effect = Read,
    resources = "traffic-distribution-group*",
    exceptions = [InvalidRequest, AccessDenied, Throttling, InternalService],
    pages = "TrafficDistributionGroupSummaryList",
)]
pub struct ListTrafficDistributionGroups;

/// The input of `ListTrafficDistributionGroups`.
#[shape]
pub struct ListTrafficDistributionGroupsRequest {
    /// How many groups a page may hold.
    #[shape(query = "maxResults")]
    pub max_results: Option<MaxResult10>,
    /// Where the page starts.
    #[shape(query = "nextToken")]
    pub next_token: Option<NextToken>,
    /// The instance whose groups to list; all of the account by default.
    #[shape(query = "instanceId")]
    pub instance_id: Option<InstanceId>,
}

/// The output of `ListTrafficDistributionGroups`.
#[shape]
pub struct ListTrafficDistributionGroupsResponse {
    /// Always absent: there is no next page.
    pub next_token: Option<NextToken>,
    /// Always empty: there are no groups.
    pub traffic_distribution_group_summary_list: Option<EmptyList>,
}
