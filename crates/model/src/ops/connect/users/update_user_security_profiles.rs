//! UpdateUserSecurityProfiles.

use roster_model_derive::{operation, shape};

use super::SecurityProfileIds;
use crate::shapes::{InstanceId, UserId};

/// Replaces the security profiles of a user: what the user may do.
#[operation(
    http = "POST /users/{InstanceId}/{UserId}/security-profiles",
    effect = Write,
    resources = "user* security-profile*",
    no_output,
)]
pub struct UpdateUserSecurityProfiles;

/// The input of `UpdateUserSecurityProfiles`.
#[shape]
pub struct UpdateUserSecurityProfilesRequest {
    /// All the profiles that the user is to have.
    pub security_profile_ids: SecurityProfileIds,
    /// The user.
    #[shape(label)]
    pub user_id: UserId,
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
}
