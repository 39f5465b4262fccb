use roster_domain::records::iam::IamRole;
use roster_model::ops::iam::roles::{GetRolePolicy, GetRolePolicyRequest, GetRolePolicyResponse};
use roster_store::Transaction;

use crate::call::Call;
use crate::handler::Handler;
use crate::iam;
use crate::refusal::Refusal;

impl Handler for GetRolePolicy {
    async fn handle(
        call: &Call,
        transaction: &mut Transaction<'_>,
        request: &GetRolePolicyRequest,
    ) -> Result<GetRolePolicyResponse, Refusal> {
        let role: IamRole = iam::owner(call, transaction, &request.role_name).await?;
        let policy = iam::find_inline(transaction, &role, &request.policy_name).await?;
        Ok(GetRolePolicyResponse {
            role_name: role.name.into(),
            policy_name: policy.name.into(),
            policy_document: iam::encoded(&policy.document).into(),
        })
    }
}
