//! SignIn.

use roster_model_derive::{operation, shape};

use crate::shapes::{AgentUsername, CurrentPassword, InstanceId, SecretTokenText, UserId};

/// Begins a session of a user, by username and password; or a sign-in that waits for the second factor, if the user needs one.
#[operation(service = Console, effect = Write, resources = "", exceptions = [InvalidRequest, InvalidParameter, ResourceNotFound, Throttling, InternalService])]
pub struct SignIn;

/// The input of `SignIn`.
#[shape]
pub struct SignInRequest {
    /// The instance.
    pub instance_id: InstanceId,
    /// The user's name.
    pub username: AgentUsername,
    /// The user's password.
    pub password: CurrentPassword,
    /// The session that the browser has already, which ends.
    pub old_session_token: Option<SecretTokenText>,
}

/// The output of `SignIn`.
#[shape]
pub struct SignInResponse {
    /// The user.
    pub user_id: UserId,
    /// What the browser shows from now on, if no second factor is needed.
    pub session_token: Option<SecretTokenText>,
    /// What the browser shows with the second factor, if one is needed.
    pub sign_in_token: Option<SecretTokenText>,
}
