use roster_model::ops::iam::policies::{DeletePolicy, DeletePolicyRequest};
use roster_model::schema::NoOutput;
use roster_store::Transaction;

use crate::call::Call;
use crate::handler::Handler;
use crate::iam;
use crate::refusal::{IamRefusal, Refusal};

impl Handler for DeletePolicy {
    async fn handle(
        call: &Call,
        transaction: &mut Transaction<'_>,
        request: &DeletePolicyRequest,
    ) -> Result<NoOutput, Refusal> {
        let policy = iam::required_policy(call, transaction, &request.policy_arn).await?;
        if iam::usage(transaction, &policy).await? != (0, 0) {
            return Err(IamRefusal::DeleteConflict("Cannot delete a policy attached to entities.").into());
        }
        transaction.delete(&policy).await?;
        Ok(NoOutput)
    }
}
