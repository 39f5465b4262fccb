//! ListSecurityProfilePermissions.

use roster_model_derive::{operation, shape};

use crate::shapes::{InstanceId, MaxResult1000, NextToken, RegionName, SecurityProfileId, Timestamp};

/// Lists the permissions of a security profile.
#[operation(
    http = "GET /security-profiles-permissions/{InstanceId}/{SecurityProfileId}",
    effect = Read,
    resources = "security-profile*",
    pages = "Permissions",
)]
pub struct ListSecurityProfilePermissions;

/// The input of `ListSecurityProfilePermissions`.
#[shape]
pub struct ListSecurityProfilePermissionsRequest {
    /// The security profile.
    #[shape(label)]
    pub security_profile_id: SecurityProfileId,
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// Where the page starts.
    #[shape(query = "nextToken")]
    pub next_token: Option<NextToken>,
    /// How many permissions a page may hold; 100 by default.
    #[shape(query = "maxResults")]
    pub max_results: Option<MaxResult1000>,
}

/// The output of `ListSecurityProfilePermissions`.
#[shape]
pub struct ListSecurityProfilePermissionsResponse {
    /// The permissions of this page.
    pub permissions: Option<PermissionsList>,
    /// Where the next page starts; absent on the last.
    pub next_token: Option<NextToken>,
    /// When the profile last changed.
    pub last_modified_time: Option<Timestamp>,
    /// In which Region that was.
    pub last_modified_region: Option<RegionName>,
}

/// Permissions by name.
#[shape(length(_, 500))]
pub struct PermissionsList(pub Vec<SecurityProfilePermission>);

/// The name of a permission.
#[shape(length(1, 128))]
pub struct SecurityProfilePermission(pub String);
