use crate::prelude::connect::*;

handler!(ListAgentStatuses, |cx, request| -> Response {
    let instance = cx.instance(&request.instance_id).await?;
    let of_instance = AgentStatus::of_instance(&instance.id);
    // There are few.
    let all: Vec<AgentStatus> = cx.transaction.all(&AgentStatus::BY_NAME, &of_instance).await?;
    let types = request.agent_status_types.as_deref();
    let is_listed = |status: &AgentStatus| types.is_none_or(|types| types.contains(&status.status_type));
    let listed = all.into_iter().filter(is_listed);
    let (page, next_token) = paging::in_order(
        &List::new("agent statuses", &of_instance),
        listed.map(|status| (status.place_in_list(), status)),
        request.next_token.as_ref(),
        paging::limit(request.max_results.as_deref().copied(), 100),
    )?;
    let summary = |status: AgentStatus| AgentStatusSummary {
        arn: Some(cx.arn_of(&status).into()),
        last_modified_region: Some(status.last_modified_region()),
        id: Some(status.id.into_member()),
        name: Some(status.name),
        type_: Some(status.status_type),
        last_modified_time: Some(status.last_modified_time),
    };
    let summaries: Vec<_> = page.into_iter().map(summary).collect();
    Ok(Response {
        agent_status_summary_list: Some(summaries.into()),
        next_token,
    })
});
