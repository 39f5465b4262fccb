//! ResetPassword.

use roster_model_derive::{operation, shape};

use crate::shapes::{InstanceId, Password, SecretTokenText};

/// Sets the password of the user of a link. The link is used up, and all sessions of the user end.
#[operation(service = Console, effect = Write, resources = "", exceptions = [InvalidRequest, InvalidParameter, ResourceNotFound, Throttling, InternalService], no_output)]
pub struct ResetPassword;

/// The input of `ResetPassword`.
#[shape]
pub struct ResetPasswordRequest {
    /// The instance.
    pub instance_id: InstanceId,
    /// The token of the link.
    pub token: SecretTokenText,
    /// The token of the browser, if it has one.
    pub browser_token: Option<SecretTokenText>,
    /// The new password.
    pub password: Password,
}
