//! OpenResetLink.

use roster_model_derive::{operation, shape};

use crate::shapes::{AgentUsername, InstanceId, SecretTokenText};

/// Opens a link for choosing a new password. From now on it works in this browser only.
#[operation(service = Console, effect = Write, resources = "", exceptions = [InvalidRequest, InvalidParameter, ResourceNotFound, Throttling, InternalService])]
pub struct OpenResetLink;

/// The input of `OpenResetLink`.
#[shape]
pub struct OpenResetLinkRequest {
    /// The instance.
    pub instance_id: InstanceId,
    /// The token of the link.
    pub token: SecretTokenText,
    /// The token of the browser.
    pub browser_token: SecretTokenText,
}

/// The output of `OpenResetLink`.
#[shape]
pub struct OpenResetLinkResponse {
    /// The name of the user whose password can be chosen.
    pub username: AgentUsername,
}
