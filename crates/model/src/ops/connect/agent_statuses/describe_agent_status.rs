//! DescribeAgentStatus.

use roster_model_derive::{operation, shape};

use crate::shapes::{ARN, AgentStatusId, InstanceId, RegionName, TagMap, Timestamp};

/// Shows an agent status.
#[operation(
    http = "GET /agent-status/{InstanceId}/{AgentStatusId}",
    effect = Read,
    resources = "agent-status*",
)]
pub struct DescribeAgentStatus;

/// The input of `DescribeAgentStatus`.
#[shape]
pub struct DescribeAgentStatusRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// The agent status.
    #[shape(label)]
    pub agent_status_id: AgentStatusId,
}

/// The output of `DescribeAgentStatus`.
#[shape]
pub struct DescribeAgentStatusResponse {
    /// The agent status.
    pub agent_status: Option<AgentStatus>,
}

/// What an agent can say of themself.
#[shape]
pub struct AgentStatus {
    /// Its ARN.
    #[shape(name = "AgentStatusARN")]
    pub agent_status_arn: Option<ARN>,
    /// Its id.
    pub agent_status_id: Option<AgentStatusId>,
    /// Its name.
    pub name: Option<AgentStatusName>,
    /// What it is for.
    pub description: Option<AgentStatusDescription>,
    /// What it means for the agent's contacts.
    pub type_: Option<AgentStatusType>,
    /// Its place in the list; a status without one comes last.
    pub display_order: Option<AgentStatusOrderNumber>,
    /// Whether it can be chosen.
    pub state: Option<AgentStatusState>,
    /// Its tags.
    pub tags: Option<TagMap>,
    /// When it last changed.
    pub last_modified_time: Option<Timestamp>,
    /// In which Region that was.
    pub last_modified_region: Option<RegionName>,
}

/// The name of an agent status.
#[shape(length(1, 127), stored)]
pub struct AgentStatusName(pub String);

/// What an agent status is for.
#[shape(length(1, 250), stored)]
pub struct AgentStatusDescription(pub String);

/// What an agent status means for the agent's contacts.
#[shape(stored)]
pub enum AgentStatusType {
    /// Contacts are routed to the agent.
    Routable,
    /// A customer made it: no contacts are routed to the agent.
    Custom,
    /// The agent is signed out.
    Offline,
}

/// The place of an agent status in the list.
#[shape(range(1, 50), stored)]
pub struct AgentStatusOrderNumber(pub i32);

/// Whether an agent status can be chosen.
#[shape(stored)]
pub enum AgentStatusState {
    /// It can.
    Enabled,
    /// It cannot.
    Disabled,
}
