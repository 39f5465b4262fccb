use roster_model::ops::iam::policies::{GetPolicy, GetPolicyRequest, GetPolicyResponse};
use roster_store::Transaction;

use crate::call::Call;
use crate::handler::Handler;
use crate::iam;
use crate::refusal::Refusal;

impl Handler for GetPolicy {
    async fn handle(
        call: &Call,
        transaction: &mut Transaction<'_>,
        request: &GetPolicyRequest,
    ) -> Result<GetPolicyResponse, Refusal> {
        let policy = iam::required_policy(call, transaction, &request.policy_arn).await?;
        Ok(GetPolicyResponse {
            policy: Some(iam::describe_policy(call, transaction, policy).await?),
        })
    }
}
