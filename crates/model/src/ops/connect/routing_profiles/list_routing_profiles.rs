//! ListRoutingProfiles.

use roster_model_derive::{operation, shape};

use crate::shapes::{ARN, InstanceId, MaxResult1000, NextToken, RegionName, RoutingProfileId, Timestamp};

/// Lists the routing profiles of an instance, by name.
#[operation(
    http = "GET /routing-profiles-summary/{InstanceId}",
    effect = Read,
    resources = "instance*",
    pages = "RoutingProfileSummaryList",
)]
pub struct ListRoutingProfiles;

/// The input of `ListRoutingProfiles`.
#[shape]
pub struct ListRoutingProfilesRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// Where the page starts.
    #[shape(query = "nextToken")]
    pub next_token: Option<NextToken>,
    /// How many profiles a page may hold; 100 by default.
    #[shape(query = "maxResults")]
    pub max_results: Option<MaxResult1000>,
}

/// The output of `ListRoutingProfiles`.
#[shape]
pub struct ListRoutingProfilesResponse {
    /// The profiles of this page.
    pub routing_profile_summary_list: Option<RoutingProfileSummaryList>,
    /// Where the next page starts; absent on the last.
    pub next_token: Option<NextToken>,
}

/// Routing profiles in brief.
#[shape]
pub struct RoutingProfileSummaryList(pub Vec<RoutingProfileSummary>);

/// A routing profile in brief.
#[shape]
pub struct RoutingProfileSummary {
    /// Its id.
    pub id: Option<RoutingProfileId>,
    /// Its ARN.
    pub arn: Option<ARN>,
    /// Its name.
    pub name: Option<RoutingProfileName>,
    /// When it last changed.
    pub last_modified_time: Option<Timestamp>,
    /// In which Region that was.
    pub last_modified_region: Option<RegionName>,
}

/// The name of a routing profile.
#[shape(length(1, 127))]
pub struct RoutingProfileName(pub String);
