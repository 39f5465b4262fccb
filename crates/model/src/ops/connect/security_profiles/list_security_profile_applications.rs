//! ListSecurityProfileApplications.

use roster_model_derive::{operation, shape};

use super::Applications;
use crate::shapes::{InstanceId, MaxResult1000, NextToken, RegionName, SecurityProfileId, Timestamp};

/// Lists the applications that a security profile gives access to.
#[operation(
    http = "GET /security-profiles-applications/{InstanceId}/{SecurityProfileId}",
    effect = Read,
    resources = "security-profile*",
    pages = "Applications",
)]
pub struct ListSecurityProfileApplications;

/// The input of `ListSecurityProfileApplications`.
#[shape]
pub struct ListSecurityProfileApplicationsRequest {
    /// The security profile.
    #[shape(label)]
    pub security_profile_id: SecurityProfileId,
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// Where the page starts.
    #[shape(query = "nextToken")]
    pub next_token: Option<NextToken>,
    /// How many applications a page may hold; 100 by default.
    #[shape(query = "maxResults")]
    pub max_results: Option<MaxResult1000>,
}

/// The output of `ListSecurityProfileApplications`.
#[shape]
pub struct ListSecurityProfileApplicationsResponse {
    /// The applications of this page.
    pub applications: Option<Applications>,
    /// Where the next page starts; absent on the last.
    pub next_token: Option<NextToken>,
    /// When the profile last changed.
    pub last_modified_time: Option<Timestamp>,
    /// In which Region that was.
    pub last_modified_region: Option<RegionName>,
}
