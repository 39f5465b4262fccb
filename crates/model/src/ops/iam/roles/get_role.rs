//! GetRole.

use roster_model_derive::{operation, shape};

use crate::shapes::iam::{Role, RoleNameType};

/// Describes a role.
#[operation(
    service = Iam,
    effect = Read,
    resources = "role*",
    exceptions = [NoSuchEntity, ServiceFailure],
)]
pub struct GetRole;

/// The input of `GetRole`.
#[shape]
pub struct GetRoleRequest {
    /// The role.
    pub role_name: RoleNameType,
}

/// The output of `GetRole`.
#[shape]
pub struct GetRoleResponse {
    /// The role.
    pub role: Role,
}
