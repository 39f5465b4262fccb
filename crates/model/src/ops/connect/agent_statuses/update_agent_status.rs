//! UpdateAgentStatus.

use roster_model_derive::{operation, shape};

use super::{AgentStatusName, AgentStatusOrderNumber, AgentStatusState};
use crate::shapes::{AgentStatusId, InstanceId};

/// Changes an agent status. What the request leaves out stays as it is. Those that came with the instance cannot be
/// disabled.
#[operation(
    http = "POST /agent-status/{InstanceId}/{AgentStatusId}",
    effect = Write,
    resources = "agent-status*",
    exceptions = [
        InvalidRequest, InvalidParameter, DuplicateResource, ResourceNotFound, LimitExceeded, Throttling,
        InternalService,
    ],
    no_output,
)]
pub struct UpdateAgentStatus;

/// The input of `UpdateAgentStatus`.
#[shape]
pub struct UpdateAgentStatusRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// The agent status.
    #[shape(label)]
    pub agent_status_id: AgentStatusId,
    /// The name, unique within the instance.
    pub name: Option<AgentStatusName>,
    /// What it is for; empty to say nothing.
    pub description: Option<UpdateAgentStatusDescription>,
    /// Whether it can be chosen.
    pub state: Option<AgentStatusState>,
    /// Its place in the list.
    pub display_order: Option<AgentStatusOrderNumber>,
    /// Takes the place in the list away, so that it comes last.
    pub reset_order_number: Option<bool>,
}

/// What an agent status is for, or nothing.
#[shape(length(0, 250))]
pub struct UpdateAgentStatusDescription(pub String);
