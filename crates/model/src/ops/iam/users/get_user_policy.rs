//! GetUserPolicy.

use roster_model_derive::{operation, shape};

use crate::shapes::iam::{ExistingUserNameType, PolicyDocumentType, PolicyNameType};

/// Shows an inline policy of a user.
#[operation(
    service = Iam,
    effect = Read,
    resources = "user*",
    exceptions = [NoSuchEntity, ServiceFailure],
)]
pub struct GetUserPolicy;

/// The input of `GetUserPolicy`.
#[shape]
pub struct GetUserPolicyRequest {
    /// The user.
    pub user_name: ExistingUserNameType,
    /// The policy's name.
    pub policy_name: PolicyNameType,
}

/// The output of `GetUserPolicy`.
#[shape]
pub struct GetUserPolicyResponse {
    /// The user.
    pub user_name: ExistingUserNameType,
    /// The policy's name.
    pub policy_name: PolicyNameType,
    /// The policy, percent-encoded as by RFC 3986.
    pub policy_document: PolicyDocumentType,
}
