use crate::prelude::roster::*;

handler!(RejectPendingChange, |cx, request| {
    let instance = cx.instance(&request.instance_id).await?;
    let user: User = cx.resource(&instance, &request.user_id).await?;
    let change = pending_change(cx, &user, Some(&request.change_id)).await?;
    cx.cancel_pending_change(&user, &change).await?;
    cx.send_decision(&instance, &user, &change, false).await?;
    Ok(NoOutput)
});
