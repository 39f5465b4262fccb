use roster_domain::records::iam::AccessKey;
use roster_model::ops::iam::access_keys::UpdateAccessKey;
use roster_model::shapes::iam::StatusType;

use crate::prelude::*;

impl Handler for UpdateAccessKey {
    async fn handle(cx: &mut Context<'_>, request: &Self::Request) -> Answer<Self> {
        let (user, id) = (request.user_name.as_ref(), &request.access_key_id);
        let key = iam::access_key(cx, user, id).await?;
        let status = match request.status {
            StatusType::Active | StatusType::Inactive => request.status,
            StatusType::Expired => return Err(IamRefusal::StatusExpired.into()),
        };
        let updated = AccessKey {
            status,
            ..key.clone()
        };
        cx.transaction
            .update(&key, &updated)
            .await
            .map_err(write_failed)?;
        Ok(NoOutput)
    }
}
