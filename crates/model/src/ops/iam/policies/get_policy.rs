//! GetPolicy.

use roster_model_derive::{operation, shape};

use crate::shapes::iam::{ArnType, Policy};

/// Describes a managed policy, but for its document.
#[operation(
    service = Iam,
    effect = Read,
    resources = "policy*",
    exceptions = [NoSuchEntity, InvalidInput, ServiceFailure],
)]
pub struct GetPolicy;

/// The input of `GetPolicy`.
#[shape]
pub struct GetPolicyRequest {
    /// The ARN of the policy.
    pub policy_arn: ArnType,
}

/// The output of `GetPolicy`.
#[shape]
pub struct GetPolicyResponse {
    /// The policy.
    pub policy: Option<Policy>,
}
