use crate::prelude::connect::*;

list_held!(
    ListSecurityProfileFlowModules: SecurityProfile security_profile_id,
    allowed_flow_modules of |profile| profile.allowed_flow_modules.as_deref().map_or(&[], Vec::as_slice)
);
