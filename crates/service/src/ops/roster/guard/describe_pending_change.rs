use super::list_pending_changes::describe;
use crate::prelude::roster::*;

handler!(DescribePendingChange, |cx, request| -> Response {
    let user: User = cx.resource_of(&request.instance_id, &request.user_id).await?;
    let change = pending_change(cx, &user, None).await?;
    Ok(Response {
        pending_change: Some(describe(cx, change).await?),
    })
});
