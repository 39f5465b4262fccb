//! CreateSecurityProfile.

use std::collections::BTreeMap;

use roster_model_derive::{operation, shape};

use super::{PermissionsList, SecurityProfileDescription};
use crate::patterns;
use crate::shapes::{ARN, HierarchyGroupId, InstanceId, SecurityProfileId, TagMap};

/// Makes a security profile in an instance. Its name can never change.
#[operation(
    http = "PUT /security-profiles/{InstanceId}",
    effect = Write,
    resources = "security-profile*",
    further = "Tags: connect:TagResource on security-profile",
    exceptions = [
        InvalidRequest, InvalidParameter, LimitExceeded, DuplicateResource, ResourceNotFound, Throttling,
        InternalService,
    ],
)]
pub struct CreateSecurityProfile;

/// The input of `CreateSecurityProfile`.
#[shape]
pub struct CreateSecurityProfileRequest {
    /// The name, unique within the instance.
    pub security_profile_name: CreateSecurityProfileName,
    /// What it is for.
    pub description: Option<SecurityProfileDescription>,
    /// What it permits; nothing by default.
    pub permissions: Option<PermissionsList>,
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// Its tags.
    pub tags: Option<TagMap>,
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

/// The name of a new security profile.
#[shape(length(1, 127), pattern = patterns::SECURITY_PROFILE_NAME)]
pub struct CreateSecurityProfileName(pub String);

/// The tags to which a security profile confines access, by key.
#[shape(length(_, 4), stored)]
pub struct AllowedAccessControlTags(pub BTreeMap<SecurityProfilePolicyKey, SecurityProfilePolicyValue>);

/// The key of a tag to which access is confined.
#[shape(length(1, 128), stored)]
pub struct SecurityProfilePolicyKey(pub String);

/// The value of a tag to which access is confined.
#[shape(length(_, 256), stored)]
pub struct SecurityProfilePolicyValue(pub String);

/// The types of resource to which access is confined by tags.
#[shape(length(_, 10), stored)]
pub struct TagRestrictedResourceList(pub Vec<TagRestrictedResourceName>);

/// A type of resource to which access is confined by tags.
#[shape(length(1, 128), stored)]
pub struct TagRestrictedResourceName(pub String);

/// Applications that a security profile gives access to.
#[shape(length(_, 10), stored)]
pub struct Applications(pub Vec<Application>);

/// An application that a security profile gives access to.
#[shape(stored)]
pub struct Application {
    /// Its namespace.
    pub namespace: Option<Namespace>,
    /// What is permitted in it.
    pub application_permissions: Option<ApplicationPermissions>,
    /// Of which type it is.
    pub type_: Option<ApplicationType>,
}

/// The namespace of an application.
#[shape(length(1, 128), stored)]
pub struct Namespace(pub String);

/// What is permitted in an application.
#[shape(length(1, 50), stored)]
pub struct ApplicationPermissions(pub Vec<Permission>);

/// A permission in an application.
#[shape(length(1, 128), stored)]
pub struct Permission(pub String);

/// The types of application.
#[shape(stored)]
pub enum ApplicationType {
    /// A server of the Model Context Protocol.
    Mcp,
    /// An application of a third party.
    ThirdPartyApplication,
}

/// The types of resource to which access is confined by hierarchy.
#[shape(stored)]
pub struct HierarchyRestrictedResourceList(pub Vec<HierarchyRestrictedResourceName>);

/// A type of resource to which access is confined by hierarchy: `User`.
#[shape(length(1, 128), stored)]
pub struct HierarchyRestrictedResourceName(pub String);

/// The flow modules that AI agents may use.
#[shape(length(_, 10), stored)]
pub struct AllowedFlowModules(pub Vec<FlowModule>);

/// A flow module that AI agents may use.
#[shape(stored)]
pub struct FlowModule {
    /// Of which type it is.
    pub type_: Option<FlowModuleType>,
    /// Its id.
    pub flow_module_id: Option<FlowModuleId>,
}

/// The types of flow module.
#[shape(stored)]
pub enum FlowModuleType {
    /// A tool of the Model Context Protocol.
    Mcp,
}

/// The id of a flow module.
#[shape(length(1, 128), stored)]
pub struct FlowModuleId(pub String);

/// The AI agents that a security profile gives access to.
#[shape(length(_, 100), stored)]
pub struct AllowedAIAgents(pub Vec<AIAgent>);

/// An AI agent that a security profile gives access to.
#[shape(stored)]
pub struct AIAgent {
    /// Its ARN.
    pub arn: Option<ARN>,
    /// Of which type it is.
    pub type_: Option<AIAgentType>,
}

/// The types of AI agent.
#[shape(stored)]
pub enum AIAgentType {
    /// One of a third party.
    ThirdParty,
}

/// To which values a security profile confines access.
#[shape(stored)]
pub struct GranularAccessControlConfiguration {
    /// Those in data tables.
    pub data_table_access_control_configuration: Option<DataTableAccessControlConfiguration>,
}

/// To which values in data tables a security profile confines access.
#[shape(stored)]
pub struct DataTableAccessControlConfiguration {
    /// Those of primary attributes.
    pub primary_attribute_access_control_configuration:
        Option<PrimaryAttributeAccessControlConfigurationItem>,
}

/// To which values of primary attributes a security profile confines access.
#[shape(stored)]
pub struct PrimaryAttributeAccessControlConfigurationItem {
    /// The attributes and their values.
    pub primary_attribute_values: Option<PrimaryAttributeValuesSet>,
}

/// Primary attributes and their values.
#[shape(length(_, 5), stored)]
pub struct PrimaryAttributeValuesSet(pub Vec<PrimaryAttributeValue>);

/// A primary attribute and its values.
#[shape(stored)]
pub struct PrimaryAttributeValue {
    /// Whether the values are allowed.
    pub access_type: Option<AccessType>,
    /// The attribute.
    pub attribute_name: Option<PrimaryAttributeContextKeyName>,
    /// The values.
    pub values: Option<PrimaryValueList>,
}

/// Whether values are allowed.
#[shape(stored)]
pub enum AccessType {
    /// They are.
    Allow,
}

/// The name of a primary attribute.
#[shape(length(1, 127), pattern = patterns::PRIMARY_ATTRIBUTE, stored)]
pub struct PrimaryAttributeContextKeyName(pub String);

/// Values of a primary attribute.
#[shape(length(_, 2), stored)]
pub struct PrimaryValueList(pub Vec<IAMRestrictedPrimaryValue>);

/// A value of a primary attribute.
#[shape(pattern = patterns::PRIMARY_VALUE, stored)]
pub struct IAMRestrictedPrimaryValue(pub String);

/// The output of `CreateSecurityProfile`.
#[shape]
pub struct CreateSecurityProfileResponse {
    /// The id of the new security profile.
    pub security_profile_id: Option<SecurityProfileId>,
    /// Its ARN.
    pub security_profile_arn: Option<ARN>,
}
