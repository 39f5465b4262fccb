use roster_domain::records::iam::IamRole;
use roster_model::ops::iam::roles::{DeleteRolePolicy, DeleteRolePolicyRequest};
use roster_model::schema::NoOutput;
use roster_store::Transaction;

use crate::call::Call;
use crate::handler::Handler;
use crate::iam;
use crate::refusal::Refusal;

impl Handler for DeleteRolePolicy {
    async fn handle(
        call: &Call,
        transaction: &mut Transaction<'_>,
        request: &DeleteRolePolicyRequest,
    ) -> Result<NoOutput, Refusal> {
        let role: IamRole = iam::owner(call, transaction, &request.role_name).await?;
        iam::delete_inline(transaction, &role, &request.policy_name).await?;
        Ok(NoOutput)
    }
}
