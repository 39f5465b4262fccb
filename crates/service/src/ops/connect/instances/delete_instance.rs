use crate::prelude::connect::*;

impl Handler for DeleteInstance {
    async fn handle(cx: &mut Context<'_>, request: &Self::Request) -> Answer<Self> {
        let instance = cx.instance(&request.instance_id).await?;
        cx.transaction.delete(&instance).await?;
        cx.remove_contents_later(&instance).await?;
        Ok(NoOutput)
    }
}
