//! DeleteSecurityProfile.

use roster_model_derive::{operation, shape};

use crate::shapes::{InstanceId, SecurityProfileId};

/// Deletes a security profile that no user has. Those that came with the instance stay.
#[operation(
    http = "DELETE /security-profiles/{InstanceId}/{SecurityProfileId}",
    effect = Write,
    resources = "security-profile*",
    exceptions = [
        InvalidRequest, InvalidParameter, ResourceNotFound, Throttling, InternalService, AccessDenied,
        ResourceInUse,
    ],
    no_output,
)]
pub struct DeleteSecurityProfile;

/// The input of `DeleteSecurityProfile`.
#[shape]
pub struct DeleteSecurityProfileRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// The security profile.
    #[shape(label)]
    pub security_profile_id: SecurityProfileId,
}
