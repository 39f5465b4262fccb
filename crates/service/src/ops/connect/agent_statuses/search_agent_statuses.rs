use super::describe_agent_status::describe;
use crate::prelude::connect::*;

search!(SearchAgentStatuses: AgentStatus by BY_NAME, agent_statuses of |cx, status| describe(cx, status));
