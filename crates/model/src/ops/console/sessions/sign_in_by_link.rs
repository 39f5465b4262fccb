//! SignInByLink.

use roster_model_derive::{operation, shape};

use crate::shapes::{InstanceId, SecretTokenText, UserId};

/// Begins a session of the user that a link of `GetFederationToken` is for. The link is used up.
#[operation(service = Console, effect = Write, resources = "", exceptions = [InvalidRequest, InvalidParameter, ResourceNotFound, Throttling, InternalService])]
pub struct SignInByLink;

/// The input of `SignInByLink`.
#[shape]
pub struct SignInByLinkRequest {
    /// The instance.
    pub instance_id: InstanceId,
    /// The token of the link.
    pub token: SecretTokenText,
    /// The session that the browser has already, which ends.
    pub old_session_token: Option<SecretTokenText>,
}

/// The output of `SignInByLink`.
#[shape]
pub struct SignInByLinkResponse {
    /// The user.
    pub user_id: UserId,
    /// What the browser shows from now on.
    pub session_token: SecretTokenText,
}
