//! SearchRoutingProfiles.

use roster_model_derive::{operation, shape};

use super::RoutingProfile;
use crate::shapes::{ControlPlaneTagFilter, InstanceId, MaxResult500, NextToken2500, StringCondition};

/// Searches the routing profiles of an instance.
#[operation(
    http = "POST /search-routing-profiles",
    effect = Read,
    resources = "instance*",
    pages = "RoutingProfiles",
)]
pub struct SearchRoutingProfiles;

/// The input of `SearchRoutingProfiles`.
#[shape]
pub struct SearchRoutingProfilesRequest {
    /// The instance.
    pub instance_id: InstanceId,
    /// Where the page starts.
    pub next_token: Option<NextToken2500>,
    /// How many routing profiles a page may hold; 100 by default.
    pub max_results: Option<MaxResult500>,
    /// What routing profiles must have, beside meeting the criteria.
    pub search_filter: Option<RoutingProfileSearchFilter>,
    /// What is searched for; all routing profiles by default.
    pub search_criteria: Option<RoutingProfileSearchCriteria>,
}

/// What routing profiles must have.
#[shape]
pub struct RoutingProfileSearchFilter {
    /// Tags.
    pub tag_filter: Option<ControlPlaneTagFilter>,
}

/// What is searched for. All members that are there must hold.
#[shape]
pub struct RoutingProfileSearchCriteria {
    /// Alternatives, of which one must hold.
    pub or_conditions: Option<RoutingProfileSearchConditionList>,
    /// Criteria that must all hold.
    pub and_conditions: Option<RoutingProfileSearchConditionList>,
    /// A text in a field.
    pub string_condition: Option<StringCondition>,
}

/// Several criteria.
#[shape]
pub struct RoutingProfileSearchConditionList(pub Vec<RoutingProfileSearchCriteria>);

/// The output of `SearchRoutingProfiles`.
#[shape]
pub struct SearchRoutingProfilesResponse {
    /// The routing profiles of this page.
    pub routing_profiles: Option<RoutingProfileList>,
    /// Where the next page starts; absent on the last.
    pub next_token: Option<NextToken2500>,
    /// How many routing profiles meet the criteria.
    pub approximate_total_count: Option<i64>,
}

/// Routing profiles that were found.
#[shape]
pub struct RoutingProfileList(pub Vec<RoutingProfile>);
