use super::super::references::required;
use crate::prelude::connect::*;

handler!(PutUserStatus, |cx, request| -> Response {
    let instance = cx.instance(&request.instance_id).await?;
    let _: User = cx.resource(&instance, &request.user_id).await?;
    let reference = &request.agent_status_id;
    let status: AgentStatus = required(cx, &instance, "AgentStatusId", reference).await?;
    refuse(rules::agent_status::put(&status))?;
    Ok(Response {})
});
