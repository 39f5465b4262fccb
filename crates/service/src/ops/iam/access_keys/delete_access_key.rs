use roster_domain::records::iam::AccessKeySecret;
use roster_model::ops::iam::access_keys::{DeleteAccessKey, DeleteAccessKeyRequest};
use roster_model::schema::NoOutput;
use roster_store::Transaction;

use crate::call::Call;
use crate::handler::Handler;
use crate::iam;
use crate::refusal::Refusal;

impl Handler for DeleteAccessKey {
    async fn handle(
        call: &Call,
        transaction: &mut Transaction<'_>,
        request: &DeleteAccessKeyRequest,
    ) -> Result<NoOutput, Refusal> {
        let (user, id) = (request.user_name.as_ref(), &request.access_key_id);
        let key = iam::access_key(call, transaction, user, id).await?;
        let secret: Option<AccessKeySecret> = transaction.get(&AccessKeySecret::key_of(&key.id)).await?;
        if let Some(secret) = secret {
            transaction.delete(&secret).await?;
        }
        transaction.delete(&key).await?;
        Ok(NoOutput)
    }
}
