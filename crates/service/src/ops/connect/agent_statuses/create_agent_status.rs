use crate::prelude::connect::*;

handler!(CreateAgentStatus, |cx, request| -> Response {
    let instance = cx.instance(&request.instance_id).await?;
    let given = request.clone();
    let status = AgentStatus {
        id: cx.new_id(),
        instance_id: instance.id,
        name: given.name,
        description: given.description,
        status_type: AgentStatusType::Custom,
        display_order: given.display_order,
        state: Some(given.state),
        tags: given.tags,
        last_modified_time: cx.now,
        last_modified_region: cx.account_region().region.clone(),
    };
    cx.create(&status, "Name").await?;
    Ok(Response {
        agent_status_arn: Some(cx.arn_of(&status).into()),
        agent_status_id: Some(status.id.into_member()),
    })
});
