//! AssociateSecurityProfiles.

use roster_model_derive::{operation, shape};

use crate::shapes::{InstanceId, SecurityProfileId};

/// Gives a user more security profiles.
#[operation(
    http = "POST /associate-security-profiles/{InstanceId}",
    effect = Write,
    resources = "security-profile* instance* user*",
    exceptions = [
        ResourceNotFound, InvalidRequest, InvalidParameter, AccessDenied, InternalService,
        ConditionalOperationFailed, ResourceConflict,
    ],
    no_output,
)]
pub struct AssociateSecurityProfiles;

/// The input of `AssociateSecurityProfiles`.
#[shape]
pub struct AssociateSecurityProfilesRequest {
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

/// Security profiles of an entity.
#[shape(length(1, 10))]
pub struct SecurityProfiles(pub Vec<SecurityProfileItem>);

/// A security profile of an entity.
#[shape]
pub struct SecurityProfileItem {
    /// Its id.
    pub id: Option<SecurityProfileId>,
}

/// The type of what has security profiles.
#[shape]
pub enum EntityType {
    /// A user of the instance.
    User,
    /// An AI agent, of which no instance has any.
    AiAgent,
}

/// The id or ARN of what has security profiles.
#[shape(length(1, _))]
pub struct EntityArn(pub String);
