//! DetachUserPolicy.

use roster_model_derive::{operation, shape};

use crate::shapes::iam::{ArnType, UserNameType};

/// Detaches a managed policy from a user.
#[operation(
    service = Iam,
    effect = Write,
    resources = "user*",
    exceptions = [NoSuchEntity, QuotaExceeded, InvalidInput, ServiceFailure],
    no_output,
)]
pub struct DetachUserPolicy;

/// The input of `DetachUserPolicy`.
#[shape]
pub struct DetachUserPolicyRequest {
    /// The user.
    pub user_name: UserNameType,
    /// The ARN of the policy.
    pub policy_arn: ArnType,
}
