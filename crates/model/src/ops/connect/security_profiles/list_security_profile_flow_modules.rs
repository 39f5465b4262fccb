//! ListSecurityProfileFlowModules.

use roster_model_derive::{operation, shape};

use super::AllowedFlowModules;
use crate::shapes::{InstanceId, MaxResult1000, NextToken, RegionName, SecurityProfileId, Timestamp};

/// Lists the flow modules that AI agents may use by a security profile.
#[operation(
    http = "GET /security-profiles-flow-modules/{InstanceId}/{SecurityProfileId}",
    effect = Read,
    resources = "security-profile* instance*",
    pages = "AllowedFlowModules",
)]
pub struct ListSecurityProfileFlowModules;

/// The input of `ListSecurityProfileFlowModules`.
#[shape]
pub struct ListSecurityProfileFlowModulesRequest {
    /// The security profile.
    #[shape(label)]
    pub security_profile_id: SecurityProfileId,
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// Where the page starts.
    #[shape(query = "nextToken")]
    pub next_token: Option<NextToken>,
    /// How many flow modules a page may hold; 100 by default.
    #[shape(query = "maxResults")]
    pub max_results: Option<MaxResult1000>,
}

/// The output of `ListSecurityProfileFlowModules`.
#[shape]
pub struct ListSecurityProfileFlowModulesResponse {
    /// The flow modules of this page.
    pub allowed_flow_modules: Option<AllowedFlowModules>,
    /// Where the next page starts; absent on the last.
    pub next_token: Option<NextToken>,
    /// When the profile last changed.
    pub last_modified_time: Option<Timestamp>,
    /// In which Region that was.
    pub last_modified_region: Option<RegionName>,
}
