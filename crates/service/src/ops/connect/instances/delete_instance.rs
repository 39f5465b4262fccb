use crate::prelude::connect::*;

impl Handler for DeleteInstance {
    async fn handle(cx: &mut Context<'_>, request: &Self::Request) -> Answer<Self> {
        let instance = cx.instance(&request.instance_id).await?;
        let contents = Key::new().id(&instance.id);
        for kind in records::KINDS_OF_AN_INSTANCE {
            cx.transaction.delete_all(kind, &contents).await?;
        }
        cx.transaction.delete(&instance).await?;
        Ok(NoOutput)
    }
}
