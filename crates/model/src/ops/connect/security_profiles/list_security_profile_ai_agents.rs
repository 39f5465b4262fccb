//! ListSecurityProfileAIAgents.

use roster_model_derive::{operation, shape};

use super::AllowedAIAgents;
use crate::shapes::{InstanceId, MaxResult1000, NextToken, RegionName, SecurityProfileId, Timestamp};

/// Lists the AI agents that a security profile gives access to.
#[operation(
    http = "GET /security-profiles-ai-agents/{InstanceId}/{SecurityProfileId}",
    effect = Read,
    resources = "security-profile*",
    pages = "AllowedAIAgents",
)]
pub struct ListSecurityProfileAIAgents;

/// The input of `ListSecurityProfileAIAgents`.
#[shape]
pub struct ListSecurityProfileAIAgentsRequest {
    /// The security profile.
    #[shape(label)]
    pub security_profile_id: SecurityProfileId,
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// Where the page starts.
    #[shape(query = "nextToken")]
    pub next_token: Option<NextToken>,
    /// How many AI agents a page may hold; 100 by default.
    #[shape(query = "maxResults")]
    pub max_results: Option<MaxResult1000>,
}

/// The output of `ListSecurityProfileAIAgents`.
#[shape]
pub struct ListSecurityProfileAIAgentsResponse {
    /// The AI agents of this page.
    #[shape(name = "AllowedAIAgents")]
    pub allowed_ai_agents: Option<AllowedAIAgents>,
    /// Where the next page starts; absent on the last.
    pub next_token: Option<NextToken>,
    /// When the profile last changed.
    pub last_modified_time: Option<Timestamp>,
    /// In which Region that was.
    pub last_modified_region: Option<RegionName>,
}
