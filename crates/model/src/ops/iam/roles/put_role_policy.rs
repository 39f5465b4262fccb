//! PutRolePolicy.

use roster_model_derive::{operation, shape};

use crate::shapes::iam::{PolicyDocumentType, PolicyNameType, RoleNameType};

/// Gives a role an inline policy, or replaces the one of this name.
#[operation(
    service = Iam,
    effect = Write,
    resources = "role*",
    exceptions = [QuotaExceeded, MalformedPolicyDocument, NoSuchEntity, UnmodifiableEntity, ServiceFailure],
    no_output,
)]
pub struct PutRolePolicy;

/// The input of `PutRolePolicy`.
#[shape]
pub struct PutRolePolicyRequest {
    /// The role.
    pub role_name: RoleNameType,
    /// The policy's name.
    pub policy_name: PolicyNameType,
    /// The policy.
    pub policy_document: PolicyDocumentType,
}
