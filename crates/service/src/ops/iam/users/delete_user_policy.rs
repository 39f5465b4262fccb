use roster_domain::records::iam::IamUser;
use roster_model::ops::iam::users::{DeleteUserPolicy, DeleteUserPolicyRequest};
use roster_model::schema::NoOutput;
use roster_store::Transaction;

use crate::call::Call;
use crate::handler::Handler;
use crate::iam;
use crate::refusal::Refusal;

impl Handler for DeleteUserPolicy {
    async fn handle(
        call: &Call,
        transaction: &mut Transaction<'_>,
        request: &DeleteUserPolicyRequest,
    ) -> Result<NoOutput, Refusal> {
        let user: IamUser = iam::owner(call, transaction, &request.user_name).await?;
        iam::delete_inline(transaction, &user, &request.policy_name).await?;
        Ok(NoOutput)
    }
}
