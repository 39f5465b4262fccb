use roster_domain::records::iam::IamUser;
use roster_model::ops::iam::users::{GetUserPolicy, GetUserPolicyRequest, GetUserPolicyResponse};
use roster_store::Transaction;

use crate::call::Call;
use crate::handler::Handler;
use crate::iam;
use crate::refusal::Refusal;

impl Handler for GetUserPolicy {
    async fn handle(
        call: &Call,
        transaction: &mut Transaction<'_>,
        request: &GetUserPolicyRequest,
    ) -> Result<GetUserPolicyResponse, Refusal> {
        let user: IamUser = iam::owner(call, transaction, &request.user_name).await?;
        let policy = iam::find_inline(transaction, &user, &request.policy_name).await?;
        Ok(GetUserPolicyResponse {
            user_name: user.name.into(),
            policy_name: policy.name.into(),
            policy_document: iam::encoded(&policy.document).into(),
        })
    }
}
