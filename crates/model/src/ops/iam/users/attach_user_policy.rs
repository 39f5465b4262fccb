//! AttachUserPolicy.

use roster_model_derive::{operation, shape};

use crate::shapes::iam::{ArnType, UserNameType};

/// Attaches a managed policy to a user.
#[operation(
    service = Iam,
    effect = Write,
    resources = "user*",
    exceptions = [NoSuchEntity, QuotaExceeded, InvalidInput, PolicyNotAttachable, ServiceFailure],
    no_output,
)]
pub struct AttachUserPolicy;

/// The input of `AttachUserPolicy`.
#[shape]
pub struct AttachUserPolicyRequest {
    /// The user.
    pub user_name: UserNameType,
    /// The ARN of the policy.
    pub policy_arn: ArnType,
}
