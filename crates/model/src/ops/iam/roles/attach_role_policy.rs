//! AttachRolePolicy.

use roster_model_derive::{operation, shape};

use crate::shapes::iam::{ArnType, RoleNameType};

/// Attaches a managed policy to a role.
#[operation(
    service = Iam,
    effect = Write,
    resources = "role*",
    exceptions = [NoSuchEntity, QuotaExceeded, InvalidInput, UnmodifiableEntity, PolicyNotAttachable, ServiceFailure],
    no_output,
)]
pub struct AttachRolePolicy;

/// The input of `AttachRolePolicy`.
#[shape]
pub struct AttachRolePolicyRequest {
    /// The role.
    pub role_name: RoleNameType,
    /// The ARN of the policy.
    pub policy_arn: ArnType,
}
