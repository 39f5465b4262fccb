//! DisassociateSecurityProfiles.

use roster_model_derive::{operation, shape};

use super::{EntityArn, EntityType, SecurityProfiles};
use crate::shapes::InstanceId;

/// Takes security profiles from a user. The user keeps one at least.
#[operation(
    http = "POST /disassociate-security-profiles/{InstanceId}",
    effect = Write,
    resources = "security-profile* instance* user*",
    exceptions = [
        ResourceNotFound, InvalidRequest, InvalidParameter, AccessDenied, InternalService,
        ConditionalOperationFailed, ResourceConflict,
    ],
    no_output,
)]
pub struct DisassociateSecurityProfiles;

/// The input of `DisassociateSecurityProfiles`.
#[shape]
pub struct DisassociateSecurityProfilesRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// The security profiles.
    pub security_profiles: SecurityProfiles,
    /// The type of the entity: a user.
    pub entity_type: EntityType,
    /// The user.
    pub entity_arn: EntityArn,
}
