//! GetRolePolicy.

use roster_model_derive::{operation, shape};

use crate::shapes::iam::{PolicyDocumentType, PolicyNameType, RoleNameType};

/// Shows an inline policy of a role.
#[operation(
    service = Iam,
    effect = Read,
    resources = "role*",
    exceptions = [NoSuchEntity, ServiceFailure],
)]
pub struct GetRolePolicy;

/// The input of `GetRolePolicy`.
#[shape]
pub struct GetRolePolicyRequest {
    /// The role.
    pub role_name: RoleNameType,
    /// The policy's name.
    pub policy_name: PolicyNameType,
}

/// The output of `GetRolePolicy`.
#[shape]
pub struct GetRolePolicyResponse {
    /// The role.
    pub role_name: RoleNameType,
    /// The policy's name.
    pub policy_name: PolicyNameType,
    /// The policy, percent-encoded as by RFC 3986.
    pub policy_document: PolicyDocumentType,
}
