use roster_domain::credential::{Prefix, secret_access_key};
use roster_domain::records::iam::{AccessKey as Record, AccessKeySecret};
use roster_model::ops::iam::access_keys::{CreateAccessKey, CreateAccessKeyResponse};
use roster_model::shapes::iam::{AccessKey, StatusType};

use crate::access_key_secrets::label;
use crate::prelude::*;

/// Source: the IAM user guide on quotas.
const KEYS_PER_USER: usize = 2;

impl Handler for CreateAccessKey {
    async fn handle(cx: &mut Context<'_>, request: &Self::Request) -> Answer<Self> {
        let user = iam::user_or_caller(cx, request.user_name.as_ref()).await?;
        let keys = cx
            .transaction
            .count::<Record>(&Record::BY_USER, &Record::of_user(&user.id))
            .await?;
        if keys >= KEYS_PER_USER as u64 {
            return Err(IamRefusal::Quota {
                name: "AccessKeysPerUser",
                most: KEYS_PER_USER,
            }
            .into());
        }
        let key = Record {
            id: cx.new_unique_id(Prefix::AccessKey),
            account: user.account,
            user_id: user.id,
            status: StatusType::Active,
            create_date: cx.now,
        };
        let secret = secret_access_key(&*cx.random);
        let label = label(&key.id, &key.account);
        let cipher = cx
            .request_context
            .secret_ciphers
            .in_use(&mut cx.transaction)
            .await?;
        let encrypted = AccessKeySecret {
            access_key_id: key.id.clone(),
            encrypted: cipher.encrypt(&label, secret.as_bytes(), &*cx.random),
        };
        cx.transaction.insert(&key).await.map_err(write_failed)?;
        cx.transaction.insert(&encrypted).await.map_err(write_failed)?;
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
