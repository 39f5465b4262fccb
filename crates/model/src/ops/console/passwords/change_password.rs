//! ChangePassword.

use roster_model_derive::{operation, shape};

use crate::shapes::{CurrentPassword, Password, SecretTokenText};

/// Changes the caller's password. All other sessions of the user end, and this one gets a new token.
#[operation(service = Console, effect = Write, resources = "", exceptions = [InvalidRequest, InvalidParameter, ResourceNotFound, Throttling, InternalService])]
pub struct ChangePassword;

/// The input of `ChangePassword`.
#[shape]
pub struct ChangePasswordRequest {
    /// The old password.
    pub old_password: CurrentPassword,
    /// The new password.
    pub new_password: Password,
}

/// The output of `ChangePassword`.
#[shape]
pub struct ChangePasswordResponse {
    /// What the browser shows from now on.
    pub session_token: SecretTokenText,
}
