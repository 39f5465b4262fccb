use crate::prelude::connect::*;

describe!(DescribeAgentStatus: AgentStatus agent_status_id, agent_status is |cx, status| describe(cx, status));

/// An agent status, as answers show it.
pub(super) fn describe(cx: &RequestContext, status: AgentStatus) -> agent_statuses::AgentStatus {
    agent_statuses::AgentStatus {
        agent_status_arn: Some(cx.arn_of(&status).into()),
        last_modified_region: Some(status.last_modified_region()),
        state: Some(status.state()),
        agent_status_id: Some(status.id.into_member()),
        name: Some(status.name),
        description: status.description,
        type_: Some(status.status_type),
        display_order: status.display_order,
        tags: status.tags,
        last_modified_time: Some(status.last_modified_time),
    }
}
