use roster_domain::records::iam::AccessKey;
use roster_model::ops::iam::access_keys::{UpdateAccessKey, UpdateAccessKeyRequest};
use roster_model::schema::NoOutput;
use roster_model::shapes::iam::StatusType;
use roster_store::Transaction;

use crate::call::Call;
use crate::handler::Handler;
use crate::iam;
use crate::refusal::{IamRefusal, Refusal, write_failed};

impl Handler for UpdateAccessKey {
    async fn handle(
        call: &Call,
        transaction: &mut Transaction<'_>,
        request: &UpdateAccessKeyRequest,
    ) -> Result<NoOutput, Refusal> {
        let (user, id) = (request.user_name.as_ref(), &request.access_key_id);
        let key = iam::access_key(call, transaction, user, id).await?;
        let status = match request.status {
            StatusType::Active | StatusType::Inactive => request.status,
            StatusType::Expired => return Err(IamRefusal::StatusExpired.into()),
        };
        let updated = AccessKey {
            status,
            ..key.clone()
        };
        transaction.update(&key, &updated).await.map_err(write_failed)?;
        Ok(NoOutput)
    }
}
