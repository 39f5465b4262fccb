//! DeleteRolePolicy.

use roster_model_derive::{operation, shape};

use crate::shapes::iam::{PolicyNameType, RoleNameType};

/// Takes an inline policy from a role.
#[operation(
    service = Iam,
    effect = Write,
    resources = "role*",
    exceptions = [NoSuchEntity, QuotaExceeded, UnmodifiableEntity, ServiceFailure],
    no_output,
)]
pub struct DeleteRolePolicy;

/// The input of `DeleteRolePolicy`.
#[shape]
pub struct DeleteRolePolicyRequest {
    /// The role.
    pub role_name: RoleNameType,
    /// The policy's name.
    pub policy_name: PolicyNameType,
}
