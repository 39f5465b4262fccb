//! PutUserPolicy.

use roster_model_derive::{operation, shape};

use crate::shapes::iam::{ExistingUserNameType, PolicyDocumentType, PolicyNameType};

/// Gives a user an inline policy, or replaces the one of this name.
#[operation(
    service = Iam,
    effect = Write,
    resources = "user*",
    exceptions = [QuotaExceeded, MalformedPolicyDocument, NoSuchEntity, ServiceFailure],
    no_output,
)]
pub struct PutUserPolicy;

/// The input of `PutUserPolicy`.
#[shape]
pub struct PutUserPolicyRequest {
    /// The user.
    pub user_name: ExistingUserNameType,
    /// The policy's name.
    pub policy_name: PolicyNameType,
    /// The policy.
    pub policy_document: PolicyDocumentType,
}
