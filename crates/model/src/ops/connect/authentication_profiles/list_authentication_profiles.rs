//! ListAuthenticationProfiles.

use roster_model_derive::{operation, shape};

use super::{AuthenticationProfileId, AuthenticationProfileName};
use crate::shapes::{ARN, InstanceId, MaxResult1000, NextToken, RegionName, Timestamp};

/// Lists the authentication profiles of an instance: its default one.
#[operation(
    http = "GET /authentication-profiles-summary/{InstanceId}",
    effect = Read,
    resources = "instance*",
    pages = "AuthenticationProfileSummaryList",
)]
pub struct ListAuthenticationProfiles;

/// The input of `ListAuthenticationProfiles`.
#[shape]
pub struct ListAuthenticationProfilesRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// How many profiles a page may hold; 100 by default.
    #[shape(query = "maxResults")]
    pub max_results: Option<MaxResult1000>,
    /// Where the page starts.
    #[shape(query = "nextToken")]
    pub next_token: Option<NextToken>,
}

/// The output of `ListAuthenticationProfiles`.
#[shape]
pub struct ListAuthenticationProfilesResponse {
    /// The authentication profiles of this page.
    pub authentication_profile_summary_list: Option<AuthenticationProfileSummaryList>,
    /// Where the next page starts; absent on the last.
    pub next_token: Option<NextToken>,
}

/// Authentication profiles in brief.
#[shape]
pub struct AuthenticationProfileSummaryList(pub Vec<AuthenticationProfileSummary>);

/// An authentication profile in brief.
#[shape]
pub struct AuthenticationProfileSummary {
    /// Its id.
    pub id: Option<AuthenticationProfileId>,
    /// Its ARN.
    pub arn: Option<ARN>,
    /// Its name.
    pub name: Option<AuthenticationProfileName>,
    /// Whether it applies to all users of the instance.
    pub is_default: Option<bool>,
    /// When it last changed.
    pub last_modified_time: Option<Timestamp>,
    /// In which Region that was.
    pub last_modified_region: Option<RegionName>,
}
