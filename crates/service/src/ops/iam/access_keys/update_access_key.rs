use crate::prelude::iam::*;

impl Handler for UpdateAccessKey {
    async fn handle(cx: &mut Context<'_>, request: &Self::Request) -> Answer<Self> {
        let (user, id) = (request.user_name.as_ref(), &request.access_key_id);
        let key = iam::access_key(cx, user, id).await?;
        let status = match request.status {
            StatusType::Active | StatusType::Inactive => request.status,
            StatusType::Expired => return Err(IamRefusal::StatusExpired.into()),
        };
        let updated = records::AccessKey {
            status,
            ..key.clone()
        };
        cx.replace(&key, &updated).await?;
        Ok(NoOutput)
    }
}
