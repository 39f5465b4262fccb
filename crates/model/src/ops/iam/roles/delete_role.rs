//! DeleteRole.

use roster_model_derive::{operation, shape};

use crate::shapes::iam::RoleNameType;

/// Deletes a role that has no policies. Its sessions end with it.
#[operation(
    service = Iam,
    effect = Write,
    resources = "role*",
    exceptions = [NoSuchEntity, DeleteConflict, QuotaExceeded, UnmodifiableEntity, ConcurrentModification, ServiceFailure],
    no_output,
)]
pub struct DeleteRole;

/// The input of `DeleteRole`.
#[shape]
pub struct DeleteRoleRequest {
    /// The role.
    pub role_name: RoleNameType,
}
