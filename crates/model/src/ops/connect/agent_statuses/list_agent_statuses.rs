//! ListAgentStatuses.

use roster_model_derive::{operation, shape};

use super::{AgentStatusName, AgentStatusType};
use crate::shapes::{ARN, AgentStatusId, InstanceId, MaxResult1000, NextToken, RegionName, Timestamp};

/// Lists the agent statuses of an instance, by display order and name.
#[operation(
    http = "GET /agent-status/{InstanceId}",
    effect = Read,
    resources = "agent-status*",
    pages = "AgentStatusSummaryList",
)]
pub struct ListAgentStatuses;

/// The input of `ListAgentStatuses`.
#[shape]
pub struct ListAgentStatusesRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// Where the page starts.
    #[shape(query = "nextToken")]
    pub next_token: Option<NextToken>,
    /// How many statuses a page may hold; 100 by default.
    #[shape(query = "maxResults")]
    pub max_results: Option<MaxResult1000>,
    /// The types that are listed; all by default.
    #[shape(query = "AgentStatusTypes")]
    pub agent_status_types: Option<AgentStatusTypes>,
}

/// Types of agent status.
#[shape(length(_, 3))]
pub struct AgentStatusTypes(pub Vec<AgentStatusType>);

/// A page of agent statuses.
#[shape]
pub struct ListAgentStatusResponse {
    /// Where the next page starts; absent on the last.
    pub next_token: Option<NextToken>,
    /// The statuses of this page.
    pub agent_status_summary_list: Option<AgentStatusSummaryList>,
}

/// Agent statuses in brief.
#[shape]
pub struct AgentStatusSummaryList(pub Vec<AgentStatusSummary>);

/// An agent status in brief.
#[shape]
pub struct AgentStatusSummary {
    /// Its id.
    pub id: Option<AgentStatusId>,
    /// Its ARN.
    pub arn: Option<ARN>,
    /// Its name.
    pub name: Option<AgentStatusName>,
    /// What it means for the agent's contacts.
    pub type_: Option<AgentStatusType>,
    /// When it last changed.
    pub last_modified_time: Option<Timestamp>,
    /// In which Region that was.
    pub last_modified_region: Option<RegionName>,
}

/// The output of `ListAgentStatuses`.
pub type ListAgentStatusesResponse = ListAgentStatusResponse;
