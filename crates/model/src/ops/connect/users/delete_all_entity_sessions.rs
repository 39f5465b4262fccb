//! DeleteAllEntitySessions.

use roster_model_derive::{operation, shape};

use crate::patterns;
use crate::shapes::InstanceId;

/// Signs a user out everywhere.
#[operation(
    http = "POST /auth/sessions/delete-all-entity-sessions",
    effect = Write,
    resources = "user*",
    exceptions = [InvalidRequest, InvalidParameter, ResourceNotFound, InternalService, Throttling, AccessDenied],
)]
pub struct DeleteAllEntitySessions;

/// The input of `DeleteAllEntitySessions`.
#[shape]
pub struct DeleteAllEntitySessionsRequest {
    /// The instance.
    pub instance_id: InstanceId,
    /// The id or ARN of the user.
    pub entity_id: EntityId,
    /// The type of what has the sessions: a user.
    pub entity_type: SessionEntityType,
}

/// The id or ARN of what has sessions.
#[shape(length(1, 256), pattern = patterns::ENTITY_ID)]
pub struct EntityId(pub String);

/// The type of what has sessions.
#[shape]
pub enum SessionEntityType {
    /// A user of the instance.
    User,
}

/// The output of `DeleteAllEntitySessions`.
#[shape]
pub struct DeleteAllEntitySessionsResponse {}
