//! ListTrafficDistributionGroupUsers.

use roster_model_derive::{operation, shape};

use crate::shapes::{EmptyList, MaxResult1000, NextToken};

/// Lists the users of a traffic distribution group.
#[operation(
    http = "GET /traffic-distribution-group/{TrafficDistributionGroupId}/user",
    effect = Read,
    resources = "traffic-distribution-group*",
    exceptions = [ResourceNotFound, InvalidRequest, AccessDenied, Throttling, InternalService],
    pages = "TrafficDistributionGroupUserSummaryList",
    finds_nothing,
)]
pub struct ListTrafficDistributionGroupUsers;

/// The input of `ListTrafficDistributionGroupUsers`.
#[shape]
pub struct ListTrafficDistributionGroupUsersRequest {
    /// The group.
    #[shape(label)]
    pub traffic_distribution_group_id: TrafficDistributionGroupId,
    /// How many users a page may hold.
    #[shape(query = "maxResults")]
    pub max_results: Option<MaxResult1000>,
    /// Where the page starts.
    #[shape(query = "nextToken")]
    pub next_token: Option<NextToken>,
}

/// The id or ARN of a traffic distribution group.
#[shape]
pub struct TrafficDistributionGroupId(pub String);

/// The output of `ListTrafficDistributionGroupUsers`.
#[shape]
pub struct ListTrafficDistributionGroupUsersResponse {
    /// Always absent: there is no next page.
    pub next_token: Option<NextToken>,
    /// Always empty: there are no groups.
    pub traffic_distribution_group_user_summary_list: Option<EmptyList>,
}
