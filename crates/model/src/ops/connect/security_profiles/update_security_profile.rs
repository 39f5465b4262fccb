//! UpdateSecurityProfile.

use roster_model_derive::{operation, shape};

use super::{
    AllowedAIAgents, AllowedAccessControlTags, AllowedFlowModules, Applications,
    GranularAccessControlConfiguration, HierarchyRestrictedResourceList, PermissionsList,
    SecurityProfileDescription, TagRestrictedResourceList,
};
use crate::shapes::{HierarchyGroupId, InstanceId, SecurityProfileId};

/// Changes a security profile. Each member that the request has replaces the old one; the others stay as they are.
#[operation(
    http = "POST /security-profiles/{InstanceId}/{SecurityProfileId}",
    effect = Write,
    resources = "security-profile*",
    no_output,
)]
pub struct UpdateSecurityProfile;

/// The input of `UpdateSecurityProfile`.
#[shape]
pub struct UpdateSecurityProfileRequest {
    /// What it is for.
    pub description: Option<SecurityProfileDescription>,
    /// What it permits, and nothing else.
    pub permissions: Option<PermissionsList>,
    /// The security profile.
    #[shape(label)]
    pub security_profile_id: SecurityProfileId,
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// The tags to which it confines access inside the instance. They are kept and have no effect.
    pub allowed_access_control_tags: Option<AllowedAccessControlTags>,
    /// The types of resource to which access is confined by tags. They are kept and have no effect.
    pub tag_restricted_resources: Option<TagRestrictedResourceList>,
    /// The applications that it gives access to. They are kept and have no effect.
    pub applications: Option<Applications>,
    /// The types of resource to which access is confined by hierarchy. They are kept and have no effect.
    pub hierarchy_restricted_resources: Option<HierarchyRestrictedResourceList>,
    /// The hierarchy group to which it confines access. It is kept and has no effect.
    pub allowed_access_control_hierarchy_group_id: Option<HierarchyGroupId>,
    /// The flow modules that AI agents may use. They are kept and have no effect.
    pub allowed_flow_modules: Option<AllowedFlowModules>,
    /// The AI agents that it gives access to. They are kept and have no effect.
    #[shape(name = "AllowedAIAgents")]
    pub allowed_ai_agents: Option<AllowedAIAgents>,
    /// To which values in data tables it confines access. It is kept and has no effect.
    pub granular_access_control_configuration: Option<GranularAccessControlConfiguration>,
}
