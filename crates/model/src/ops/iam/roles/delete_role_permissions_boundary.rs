//! DeleteRolePermissionsBoundary.

use roster_model_derive::{operation, shape};

use crate::shapes::iam::RoleNameType;

/// Lifts the limit on what a role may be permitted.
#[operation(
    service = Iam,
    effect = Write,
    resources = "role*",
    exceptions = [NoSuchEntity, UnmodifiableEntity, ServiceFailure],
    no_output,
)]
pub struct DeleteRolePermissionsBoundary;

/// The input of `DeleteRolePermissionsBoundary`.
#[shape]
pub struct DeleteRolePermissionsBoundaryRequest {
    /// The role.
    pub role_name: RoleNameType,
}
