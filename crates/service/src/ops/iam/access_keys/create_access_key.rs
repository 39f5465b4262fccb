use roster_domain::credential::{Prefix, secret_access_key, unique_id};
use roster_domain::records::iam::{AccessKey as Record, AccessKeySecret};
use roster_model::ops::iam::access_keys::{CreateAccessKey, CreateAccessKeyRequest, CreateAccessKeyResponse};
use roster_model::shapes::iam::{AccessKey, StatusType};
use roster_store::Transaction;

use crate::call::Call;
use crate::handler::Handler;
use crate::iam;
use crate::known::label;
use crate::refusal::{IamRefusal, Refusal, write_failed};

/// Source: the IAM user guide on quotas.
const KEYS_PER_USER: usize = 2;

impl Handler for CreateAccessKey {
    async fn handle(
        call: &Call,
        transaction: &mut Transaction<'_>,
        request: &CreateAccessKeyRequest,
    ) -> Result<CreateAccessKeyResponse, Refusal> {
        let user = iam::user_or_caller(call, transaction, request.user_name.as_ref()).await?;
        let keys = transaction
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
            id: unique_id(Prefix::AccessKey, &*call.random),
            account: user.account,
            user_id: user.id,
            status: StatusType::Active,
            create_date: call.now,
        };
        let secret = secret_access_key(&*call.random);
        let label = label(&key.id, &key.account);
        let cipher = call.vault.in_use(transaction).await?;
        let encrypted = AccessKeySecret {
            access_key_id: key.id.clone(),
            encrypted: cipher.lock(&label, secret.as_bytes(), &*call.random),
        };
        transaction.insert(&key).await.map_err(write_failed)?;
        transaction.insert(&encrypted).await.map_err(write_failed)?;
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
