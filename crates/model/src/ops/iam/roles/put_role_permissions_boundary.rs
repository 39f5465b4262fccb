//! PutRolePermissionsBoundary.

use roster_model_derive::{operation, shape};

use crate::shapes::iam::{ArnType, RoleNameType};

/// Sets the most that a role may be permitted.
#[operation(
    service = Iam,
    effect = Write,
    resources = "role*",
    exceptions = [NoSuchEntity, InvalidInput, UnmodifiableEntity, PolicyNotAttachable, ServiceFailure],
    no_output,
)]
pub struct PutRolePermissionsBoundary;

/// The input of `PutRolePermissionsBoundary`.
#[shape]
pub struct PutRolePermissionsBoundaryRequest {
    /// The role.
    pub role_name: RoleNameType,
    /// The ARN of the managed policy.
    pub permissions_boundary: ArnType,
}
