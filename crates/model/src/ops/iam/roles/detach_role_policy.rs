//! DetachRolePolicy.

use roster_model_derive::{operation, shape};

use crate::shapes::iam::{ArnType, RoleNameType};

/// Detaches a managed policy from a role.
#[operation(
    service = Iam,
    effect = Write,
    resources = "role*",
    exceptions = [NoSuchEntity, QuotaExceeded, InvalidInput, UnmodifiableEntity, ServiceFailure],
    no_output,
)]
pub struct DetachRolePolicy;

/// The input of `DetachRolePolicy`.
#[shape]
pub struct DetachRolePolicyRequest {
    /// The role.
    pub role_name: RoleNameType,
    /// The ARN of the policy.
    pub policy_arn: ArnType,
}
