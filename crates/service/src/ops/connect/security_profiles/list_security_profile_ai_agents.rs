use crate::prelude::connect::*;

list_held!(
    ListSecurityProfileAIAgents: SecurityProfile security_profile_id,
    allowed_ai_agents of |profile| profile.allowed_ai_agents.as_deref().map_or(&[], Vec::as_slice)
);
