use roster_domain::Record;
use roster_domain::records::iam::InlinePolicy;
use roster_model::ops::iam::users::{PutUserPolicy, PutUserPolicyRequest};
use roster_model::schema::NoOutput;
use roster_policy::Kind;
use roster_store::Transaction;

use crate::call::Call;
use crate::handler::Handler;
use crate::iam;
use crate::refusal::{Refusal, write_failed};

impl Handler for PutUserPolicy {
    async fn handle(
        call: &Call,
        transaction: &mut Transaction<'_>,
        request: &PutUserPolicyRequest,
    ) -> Result<NoOutput, Refusal> {
        let user = iam::user(call, transaction, &request.user_name).await?;
        iam::require_policy(&request.policy_document, Kind::Identity)?;
        let policy = InlinePolicy {
            owner_id: user.id,
            name: request.policy_name.to_string(),
            document: request.policy_document.to_string(),
        };
        match transaction.get::<InlinePolicy>(&policy.key()).await? {
            Some(old) => transaction.update(&old, &policy).await,
            None => transaction.insert(&policy).await,
        }
        .map_err(write_failed)?;
        Ok(NoOutput)
    }
}
