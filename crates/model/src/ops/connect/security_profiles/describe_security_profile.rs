//! DescribeSecurityProfile.

use roster_model_derive::{operation, shape};

use super::SecurityProfileName;
use crate::shapes::{ARN, InstanceId, RegionName, SecurityProfileId, TagMap, Timestamp};

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
    /// When it last changed.
    pub last_modified_time: Option<Timestamp>,
    /// In which Region that was.
    pub last_modified_region: Option<RegionName>,
}

/// What a security profile is for.
#[shape(length(_, 250))]
pub struct SecurityProfileDescription(pub String);
