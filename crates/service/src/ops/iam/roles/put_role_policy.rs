use roster_domain::records::iam::IamRole;
use roster_model::ops::iam::roles::{PutRolePolicy, PutRolePolicyRequest};
use roster_model::schema::NoOutput;
use roster_store::Transaction;

use crate::call::Call;
use crate::handler::Handler;
use crate::iam;
use crate::refusal::Refusal;

impl Handler for PutRolePolicy {
    async fn handle(
        call: &Call,
        transaction: &mut Transaction<'_>,
        request: &PutRolePolicyRequest,
    ) -> Result<NoOutput, Refusal> {
        let role: IamRole = iam::owner(call, transaction, &request.role_name).await?;
        let (name, document) = (&request.policy_name, &request.policy_document);
        iam::put_inline(transaction, &role, name, document).await?;
        Ok(NoOutput)
    }
}
