//! DeleteUserPolicy.

use roster_model_derive::{operation, shape};

use crate::shapes::iam::{ExistingUserNameType, PolicyNameType};

/// Takes an inline policy from a user.
#[operation(
    service = Iam,
    effect = Write,
    resources = "user*",
    exceptions = [NoSuchEntity, QuotaExceeded, ServiceFailure],
    no_output,
)]
pub struct DeleteUserPolicy;

/// The input of `DeleteUserPolicy`.
#[shape]
pub struct DeleteUserPolicyRequest {
    /// The user.
    pub user_name: ExistingUserNameType,
    /// The policy's name.
    pub policy_name: PolicyNameType,
}
