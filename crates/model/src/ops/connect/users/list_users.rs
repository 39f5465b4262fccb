//! ListUsers.

use roster_model_derive::{operation, shape};

use crate::shapes::{
    ARN, AgentUsername, InstanceId, MaxResult1000, NextToken, RegionName, Timestamp, UserId,
};

/// Lists the users of an instance, by username.
#[operation(
    http = "GET /users-summary/{InstanceId}",
    effect = Read,
    resources = "instance*",
    pages = "UserSummaryList",
)]
pub struct ListUsers;

/// The input of `ListUsers`.
#[shape]
pub struct ListUsersRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// Where the page starts.
    #[shape(query = "nextToken")]
    pub next_token: Option<NextToken>,
    /// How many users a page may hold; 100 by default.
    #[shape(query = "maxResults")]
    pub max_results: Option<MaxResult1000>,
}

/// The output of `ListUsers`.
#[shape]
pub struct ListUsersResponse {
    /// The users of this page.
    pub user_summary_list: Option<UserSummaryList>,
    /// Where the next page starts; absent on the last.
    pub next_token: Option<NextToken>,
}

/// Users in brief.
#[shape]
pub struct UserSummaryList(pub Vec<UserSummary>);

/// A user in brief.
#[shape]
pub struct UserSummary {
    /// The user's id.
    pub id: Option<UserId>,
    /// The user's ARN.
    pub arn: Option<ARN>,
    /// The sign-in name.
    pub username: Option<AgentUsername>,
    /// When the user last changed.
    pub last_modified_time: Option<Timestamp>,
    /// In which Region that was.
    pub last_modified_region: Option<RegionName>,
}
