use crate::access_key_secrets::encrypted;
use crate::prelude::iam::*;

/// Source: the IAM user guide on quotas.
const KEYS_PER_USER: usize = 2;

impl Handler for CreateAccessKey {
    async fn handle(cx: &mut Context<'_>, request: &Self::Request) -> Answer<Self> {
        let user = iam::user_or_caller(cx, request.user_name.as_ref()).await?;
        let keys = cx
            .transaction
            .count::<records::AccessKey>(
                &records::AccessKey::BY_USER,
                &records::AccessKey::of_user(&user.id),
            )
            .await?;
        if keys >= KEYS_PER_USER as u64 {
            return Err(IamRefusal::Quota {
                name: "AccessKeysPerUser",
                most: KEYS_PER_USER,
            }
            .into());
        }
        let key = records::AccessKey {
            id: cx.new_unique_id(Prefix::AccessKey),
            account: user.account,
            user_id: user.id,
            status: StatusType::Active,
            create_date: cx.now,
        };
        let secret = secret_access_key(&*cx.random);
        let encrypted = encrypted(&key, &secret, cx.cipher().await?, &*cx.random);
        cx.insert(&key).await?;
        cx.insert(&encrypted).await?;
        Ok(CreateAccessKeyResponse {
            access_key: AccessKey {
                user_name: user.name.into(),
                access_key_id: key.id.into(),
                status: key.status,
                secret_access_key: secret.into(),
                create_date: Some(key.create_date),
            },
        })
    }
}
