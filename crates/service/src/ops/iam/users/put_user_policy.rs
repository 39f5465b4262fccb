use roster_domain::records::iam::IamUser;
use roster_model::ops::iam::users::{PutUserPolicy, PutUserPolicyRequest};
use roster_model::schema::NoOutput;
use roster_store::Transaction;

use crate::call::Call;
use crate::handler::Handler;
use crate::iam;
use crate::refusal::Refusal;

impl Handler for PutUserPolicy {
    async fn handle(
        call: &Call,
        transaction: &mut Transaction<'_>,
        request: &PutUserPolicyRequest,
    ) -> Result<NoOutput, Refusal> {
        let user: IamUser = iam::owner(call, transaction, &request.user_name).await?;
        let (name, document) = (&request.policy_name, &request.policy_document);
        iam::put_inline(transaction, &user, name, document).await?;
        Ok(NoOutput)
    }
}
