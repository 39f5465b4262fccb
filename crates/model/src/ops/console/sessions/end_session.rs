//! EndSession.

use roster_model_derive::{operation, shape};

use crate::shapes::UserSessionId;

/// Ends a session of the caller's, in this browser or another.
#[operation(service = Console, effect = Write, resources = "", exceptions = [InvalidRequest, InvalidParameter, ResourceNotFound, Throttling, InternalService], no_output)]
pub struct EndSession;

/// The input of `EndSession`.
#[shape]
pub struct EndSessionRequest {
    /// The session.
    pub session_id: UserSessionId,
}
