use roster_domain::records::iam::IamUser;
use roster_model::ops::iam::users::{AttachUserPolicy, AttachUserPolicyRequest};
use roster_model::schema::NoOutput;
use roster_store::Transaction;

use crate::call::Call;
use crate::handler::Handler;
use crate::iam;
use crate::refusal::Refusal;

impl Handler for AttachUserPolicy {
    async fn handle(
        call: &Call,
        transaction: &mut Transaction<'_>,
        request: &AttachUserPolicyRequest,
    ) -> Result<NoOutput, Refusal> {
        let user: IamUser = iam::owner(call, transaction, &request.user_name).await?;
        iam::attach(call, transaction, &user, &request.policy_arn).await?;
        Ok(NoOutput)
    }
}
