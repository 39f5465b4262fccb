use crate::prelude::iam::*;

impl Handler for DeleteAccessKey {
    async fn handle(cx: &mut Context<'_>, request: &Self::Request) -> Answer<Self> {
        let (user, id) = (request.user_name.as_ref(), &request.access_key_id);
        let key = iam::access_key(cx, user, id).await?;
        cx.delete_if_there::<AccessKeySecret>(&AccessKeySecret::key_of(&key.id))
            .await?;
        cx.transaction.delete(&key).await?;
        Ok(NoOutput)
    }
}
