//! ListUserProficiencies.

use roster_model_derive::{operation, shape};

use super::UserProficiencyList;
use crate::shapes::{InstanceId, MaxResult100, NextToken, RegionName, Timestamp, UserId};

/// Lists the proficiencies of a user.
#[operation(
    http = "GET /users/{InstanceId}/{UserId}/proficiencies",
    effect = Read,
    resources = "user* instance*",
    pages = "UserProficiencyList",
)]
pub struct ListUserProficiencies;

/// The input of `ListUserProficiencies`.
#[shape]
pub struct ListUserProficienciesRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// The user.
    #[shape(label)]
    pub user_id: UserId,
    /// Where the page starts.
    #[shape(query = "nextToken")]
    pub next_token: Option<NextToken>,
    /// How many proficiencies a page may hold; 100 by default.
    #[shape(query = "maxResults")]
    pub max_results: Option<MaxResult100>,
}

/// The output of `ListUserProficiencies`.
#[shape]
pub struct ListUserProficienciesResponse {
    /// Where the next page starts; absent on the last.
    pub next_token: Option<NextToken>,
    /// The proficiencies of this page.
    pub user_proficiency_list: Option<UserProficiencyList>,
    /// When the user last changed.
    pub last_modified_time: Option<Timestamp>,
    /// In which Region that was.
    pub last_modified_region: Option<RegionName>,
}
