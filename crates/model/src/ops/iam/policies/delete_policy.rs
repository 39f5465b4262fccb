//! DeletePolicy.

use roster_model_derive::{operation, shape};

use crate::shapes::iam::ArnType;

/// Deletes a managed policy that is attached to no user or role.
#[operation(
    service = Iam,
    effect = Write,
    resources = "policy*",
    exceptions = [NoSuchEntity, QuotaExceeded, InvalidInput, DeleteConflict, ServiceFailure],
    no_output,
)]
pub struct DeletePolicy;

/// The input of `DeletePolicy`.
#[shape]
pub struct DeletePolicyRequest {
    /// The ARN of the policy.
    pub policy_arn: ArnType,
}
