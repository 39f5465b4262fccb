//! PutUserStatus.

use roster_model_derive::{operation, shape};

use crate::shapes::{AgentStatusId, InstanceId, UserId};

/// Gives a user an agent status, which must be enabled. Roster handles no contacts, so that nothing but the audit shows
/// it.
#[operation(
    http = "PUT /users/{InstanceId}/{UserId}/status",
    effect = Write,
    resources = "user* agent-status* instance*",
    exceptions = [
        InvalidRequest, InvalidParameter, ResourceNotFound, Throttling, AccessDenied, InternalService,
    ],
)]
pub struct PutUserStatus;

/// The input of `PutUserStatus`.
#[shape]
pub struct PutUserStatusRequest {
    /// The user.
    #[shape(label)]
    pub user_id: UserId,
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// The agent status.
    pub agent_status_id: AgentStatusId,
}

/// The output of `PutUserStatus`.
#[shape]
pub struct PutUserStatusResponse {}
