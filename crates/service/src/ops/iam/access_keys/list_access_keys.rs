use crate::prelude::iam::*;

impl Handler for ListAccessKeys {
    async fn handle(cx: &mut Context<'_>, request: &Self::Request) -> Answer<Self> {
        let user = iam::user_or_caller(cx, request.user_name.as_ref()).await?;
        let page = iam::page::<records::AccessKey>(
            &mut cx.transaction,
            &records::AccessKey::BY_USER,
            &records::AccessKey::of_user(&user.id),
            request.marker.as_ref(),
            request.max_items.as_ref(),
        )
        .await?;
        let keys = page.records.into_iter().map(|key| AccessKeyMetadata {
            user_name: Some(user.name.clone().into()),
            access_key_id: Some(key.id.into()),
            status: Some(key.status),
            create_date: Some(key.create_date),
        });
        Ok(ListAccessKeysResponse {
            access_key_metadata: AccessKeyMetadataListType(keys.collect()),
            is_truncated: Some(page.is_truncated),
            marker: page.marker,
        })
    }
}
