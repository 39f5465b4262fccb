use crate::prelude::roster::*;

handler!(ApprovePendingChange, |cx, request| {
    let instance = cx.instance(&request.instance_id).await?;
    let user: User = cx.resource(&instance, &request.user_id).await?;
    let change = pending_change(cx, &user, Some(&request.change_id)).await?;
    cx.approve_address(&instance, &user, change).await?;
    Ok(NoOutput)
});
