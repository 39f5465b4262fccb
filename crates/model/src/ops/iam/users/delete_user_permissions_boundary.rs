//! DeleteUserPermissionsBoundary.

use roster_model_derive::{operation, shape};

use crate::shapes::iam::UserNameType;

/// Lifts the limit on what a user may be permitted.
#[operation(
    service = Iam,
    effect = Write,
    resources = "user*",
    exceptions = [NoSuchEntity, ServiceFailure],
    no_output,
)]
pub struct DeleteUserPermissionsBoundary;

/// The input of `DeleteUserPermissionsBoundary`.
#[shape]
pub struct DeleteUserPermissionsBoundaryRequest {
    /// The user.
    pub user_name: UserNameType,
}
