//! CreateAgentStatus.

use roster_model_derive::{operation, shape};

use super::{AgentStatusDescription, AgentStatusName, AgentStatusOrderNumber, AgentStatusState};
use crate::shapes::{ARN, AgentStatusId, InstanceId, TagMap};

/// Makes an agent status in an instance, which has 50 at most. No operation deletes it; it can be disabled.
#[operation(
    http = "PUT /agent-status/{InstanceId}",
    effect = Write,
    resources = "agent-status*",
    further = "Tags: connect:TagResource on agent-status",
    exceptions = [
        InvalidRequest, InvalidParameter, DuplicateResource, ResourceNotFound, LimitExceeded, Throttling,
        InternalService,
    ],
)]
pub struct CreateAgentStatus;

/// The input of `CreateAgentStatus`.
#[shape]
pub struct CreateAgentStatusRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// The name, unique within the instance.
    pub name: AgentStatusName,
    /// What it is for.
    pub description: Option<AgentStatusDescription>,
    /// Whether it can be chosen.
    pub state: AgentStatusState,
    /// Its place in the list; a status without one comes last.
    pub display_order: Option<AgentStatusOrderNumber>,
    /// Its tags.
    pub tags: Option<TagMap>,
}

/// The output of `CreateAgentStatus`.
#[shape]
pub struct CreateAgentStatusResponse {
    /// The ARN of the new agent status.
    #[shape(name = "AgentStatusARN")]
    pub agent_status_arn: Option<ARN>,
    /// Its id.
    pub agent_status_id: Option<AgentStatusId>,
}
