//! DeleteUser.

use roster_model_derive::{operation, shape};

use crate::shapes::iam::ExistingUserNameType;

/// Deletes a user that has neither access keys nor policies.
#[operation(
    service = Iam,
    effect = Write,
    resources = "user*",
    exceptions = [QuotaExceeded, NoSuchEntity, DeleteConflict, ConcurrentModification, ServiceFailure],
    no_output,
)]
pub struct DeleteUser;

/// The input of `DeleteUser`.
#[shape]
pub struct DeleteUserRequest {
    /// The user.
    pub user_name: ExistingUserNameType,
}
