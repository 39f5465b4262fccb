use crate::prelude::connect::*;

handler!(UpdateAgentStatus, |cx, request| {
    let old: AgentStatus = cx
        .resource_of(&request.instance_id, &request.agent_status_id)
        .await?;
    refuse(rules::agent_status::update(&old, request))?;
    let new = changed(&old, request.clone());
    let taken = Refusal::taken(ResourceType::AgentStatus, "Name");
    cx.update_unless_taken(&old, new, taken).await?;
    Ok(NoOutput)
});

/// A status with what a request changes of it.
fn changed(old: &AgentStatus, request: UpdateAgentStatusRequest) -> AgentStatus {
    let old = old.clone();
    let is_reset = request.reset_order_number == Some(true);
    let kept_order = old.display_order.filter(|_| !is_reset);
    AgentStatus {
        name: request.name.unwrap_or(old.name),
        description: match request.description {
            Some(description) => (!description.is_empty()).then(|| description.0.into()),
            None => old.description,
        },
        state: request.state.or(old.state),
        display_order: request.display_order.or(kept_order),
        ..old
    }
}
