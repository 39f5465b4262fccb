use roster_domain::records::iam::AccessKeySecret;
use roster_model::ops::iam::access_keys::DeleteAccessKey;

use crate::prelude::*;

impl Handler for DeleteAccessKey {
    async fn handle(cx: &mut Context<'_>, request: &Self::Request) -> Answer<Self> {
        let (user, id) = (request.user_name.as_ref(), &request.access_key_id);
        let key = iam::access_key(cx, user, id).await?;
        let secret: Option<AccessKeySecret> = cx.transaction.get(&AccessKeySecret::key_of(&key.id)).await?;
        if let Some(secret) = secret {
            cx.transaction.delete(&secret).await?;
        }
        cx.transaction.delete(&key).await?;
        Ok(NoOutput)
    }
}
