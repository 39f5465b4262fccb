//! DescribeSecurityProfile.

use roster_model_derive::{operation, shape};

use super::{
    AllowedAccessControlTags, GranularAccessControlConfiguration, HierarchyRestrictedResourceList,
    SecurityProfileName, TagRestrictedResourceList,
};
use crate::shapes::{ARN, HierarchyGroupId, InstanceId, RegionName, SecurityProfileId, TagMap, Timestamp};

/// Shows a security profile, but for its permissions.
#[operation(
    http = "GET /security-profiles/{InstanceId}/{SecurityProfileId}",
    effect = Read,
    resources = "security-profile*",
)]
pub struct DescribeSecurityProfile;

/// The input of `DescribeSecurityProfile`.
#[shape]
pub struct DescribeSecurityProfileRequest {
    /// The security profile.
    #[shape(label)]
    pub security_profile_id: SecurityProfileId,
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
}

/// The output of `DescribeSecurityProfile`.
#[shape]
pub struct DescribeSecurityProfileResponse {
    /// The security profile.
    pub security_profile: Option<SecurityProfile>,
}

/// A security profile.
#[shape]
pub struct SecurityProfile {
    /// Its id.
    pub id: Option<SecurityProfileId>,
    /// The id of the instance it belongs to.
    pub organization_resource_id: Option<InstanceId>,
    /// Its ARN.
    pub arn: Option<ARN>,
    /// Its name.
    pub security_profile_name: Option<SecurityProfileName>,
    /// What it is for.
    pub description: Option<SecurityProfileDescription>,
    /// Its tags.
    pub tags: Option<TagMap>,
    /// The tags to which it confines access inside the instance. They have no effect.
    pub allowed_access_control_tags: Option<AllowedAccessControlTags>,
    /// The types of resource to which access is confined by tags. They have no effect.
    pub tag_restricted_resources: Option<TagRestrictedResourceList>,
    /// When it last changed.
    pub last_modified_time: Option<Timestamp>,
    /// In which Region that was.
    pub last_modified_region: Option<RegionName>,
    /// The types of resource to which access is confined by hierarchy. They have no effect.
    pub hierarchy_restricted_resources: Option<HierarchyRestrictedResourceList>,
    /// The hierarchy group to which it confines access. It has no effect.
    pub allowed_access_control_hierarchy_group_id: Option<HierarchyGroupId>,
    /// To which values in data tables it confines access. It has no effect.
    pub granular_access_control_configuration: Option<GranularAccessControlConfiguration>,
    /// Whether it came with the instance.
    pub type_: Option<SecurityProfileType>,
}

/// Whether a security profile came with its instance.
#[shape]
pub enum SecurityProfileType {
    /// It did.
    AwsManaged,
    /// A customer made it.
    CustomerManaged,
}

/// What a security profile is for.
#[shape(length(_, 250))]
pub struct SecurityProfileDescription(pub String);
