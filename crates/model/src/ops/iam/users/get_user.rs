//! GetUser.

use roster_model_derive::{operation, shape};

use crate::shapes::iam::{ExistingUserNameType, User};

/// Describes a user of IAM.
#[operation(
    service = Iam,
    effect = Read,
    resources = "user*",
    exceptions = [NoSuchEntity, ServiceFailure],
)]
pub struct GetUser;

/// The input of `GetUser`.
#[shape]
pub struct GetUserRequest {
    /// The user; the caller by default.
    pub user_name: Option<ExistingUserNameType>,
}

/// The output of `GetUser`.
#[shape]
pub struct GetUserResponse {
    /// The user.
    pub user: User,
}
