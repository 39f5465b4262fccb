//! SearchAgentStatuses.

use roster_model_derive::{operation, shape};

use super::AgentStatus;
use crate::shapes::{ControlPlaneAttributeFilter, InstanceId, MaxResult100, NextToken2500, StringCondition};

/// Searches the agent statuses of an instance, by `name`, `description`, `state`, `type`, `displayOrder`, `resourceID`
/// and tags.
#[operation(
    http = "POST /search-agent-statuses",
    effect = Read,
    resources = "instance*",
    pages = "AgentStatuses",
)]
pub struct SearchAgentStatuses;

/// The input of `SearchAgentStatuses`.
#[shape]
pub struct SearchAgentStatusesRequest {
    /// The instance.
    pub instance_id: InstanceId,
    /// Where the page starts.
    pub next_token: Option<NextToken2500>,
    /// How many statuses a page may hold; 100 by default.
    pub max_results: Option<MaxResult100>,
    /// What statuses must have, beside meeting the criteria.
    pub search_filter: Option<AgentStatusSearchFilter>,
    /// What is searched for; all statuses by default.
    pub search_criteria: Option<AgentStatusSearchCriteria>,
}

/// What statuses must have.
#[shape]
pub struct AgentStatusSearchFilter {
    /// Tags.
    pub attribute_filter: Option<ControlPlaneAttributeFilter>,
}

/// What is searched for. All that is there must hold.
#[shape]
pub struct AgentStatusSearchCriteria {
    /// Alternatives.
    pub or_conditions: Option<AgentStatusSearchConditionList>,
    /// What must all hold.
    pub and_conditions: Option<AgentStatusSearchConditionList>,
    /// A text in the field `name`, `description`, `state`, `type`, `displayOrder` or `resourceID`.
    pub string_condition: Option<StringCondition>,
}

/// Criteria within criteria.
#[shape]
pub struct AgentStatusSearchConditionList(pub Vec<AgentStatusSearchCriteria>);

/// The output of `SearchAgentStatuses`.
#[shape]
pub struct SearchAgentStatusesResponse {
    /// The statuses of this page, by name.
    pub agent_statuses: Option<AgentStatusList>,
    /// Where the next page starts; absent on the last.
    pub next_token: Option<NextToken2500>,
    /// How many statuses are found on all pages.
    pub approximate_total_count: Option<i64>,
}

/// Agent statuses that were found.
#[shape]
pub struct AgentStatusList(pub Vec<AgentStatus>);
