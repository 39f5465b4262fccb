//! RequestPasswordReset.

use roster_model_derive::{operation, shape};

use crate::shapes::{AgentUsername, InstanceId};

/// Mails a user a link for choosing a new password, if there is such a user with a primary address and a
/// password of this directory. The answer does not say whether there is.
#[operation(service = Console, effect = Write, resources = "", exceptions = [InvalidRequest, InvalidParameter, ResourceNotFound, Throttling, InternalService], no_output)]
pub struct RequestPasswordReset;

/// The input of `RequestPasswordReset`.
#[shape]
pub struct RequestPasswordResetRequest {
    /// The instance.
    pub instance_id: InstanceId,
    /// The user's name.
    pub username: AgentUsername,
}
