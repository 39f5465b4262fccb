use super::list_pending_changes::describe;
use crate::prelude::roster::*;
use crate::takeover::pending_change;

impl Handler for DescribePendingChange {
    async fn handle(cx: &mut Context<'_>, request: &Self::Request) -> Answer<Self> {
        let user: User = cx.resource_of(&request.instance_id, &request.user_id).await?;
        let change = pending_change(cx, &user, None).await?;
        Ok(DescribePendingChangeResponse {
            pending_change: Some(describe(cx, change).await?),
        })
    }
}
