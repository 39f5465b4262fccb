use crate::prelude::roster::*;
use crate::takeover::pending_change;

impl Handler for RejectPendingChange {
    async fn handle(cx: &mut Context<'_>, request: &Self::Request) -> Answer<Self> {
        let instance = cx.instance(&request.instance_id).await?;
        let user: User = cx.resource(&instance, &request.user_id).await?;
        let change = pending_change(cx, &user, Some(&request.change_id)).await?;
        cx.cancel_pending_change(&user, &change).await?;
        cx.tell_decision(&instance, &user, &change, false).await?;
        Ok(NoOutput)
    }
}
