//! ListSecurityProfiles.

use roster_model_derive::{operation, shape};

use super::SecurityProfileType;
use crate::shapes::{ARN, InstanceId, MaxResult1000, NextToken, RegionName, SecurityProfileId, Timestamp};

/// Lists the security profiles of an instance, by name.
#[operation(
    http = "GET /security-profiles-summary/{InstanceId}",
    effect = Read,
    resources = "instance*",
    pages = "SecurityProfileSummaryList",
)]
pub struct ListSecurityProfiles;

/// The input of `ListSecurityProfiles`.
#[shape]
pub struct ListSecurityProfilesRequest {
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

/// The output of `ListSecurityProfiles`.
#[shape]
pub struct ListSecurityProfilesResponse {
    /// The profiles of this page.
    pub security_profile_summary_list: Option<SecurityProfileSummaryList>,
    /// Where the next page starts; absent on the last.
    pub next_token: Option<NextToken>,
}

/// Security profiles in brief.
#[shape]
pub struct SecurityProfileSummaryList(pub Vec<SecurityProfileSummary>);

/// A security profile in brief.
#[shape]
pub struct SecurityProfileSummary {
    /// Its id.
    pub id: Option<SecurityProfileId>,
    /// Its ARN.
    pub arn: Option<ARN>,
    /// Its name.
    pub name: Option<SecurityProfileName>,
    /// When it last changed.
    pub last_modified_time: Option<Timestamp>,
    /// In which Region that was.
    pub last_modified_region: Option<RegionName>,
    /// Whether it came with the instance.
    pub type_: Option<SecurityProfileType>,
}

/// The name of a security profile.
#[shape]
pub struct SecurityProfileName(pub String);
