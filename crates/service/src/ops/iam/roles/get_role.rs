use roster_domain::records::iam::IamRole;
use roster_model::ops::iam::roles::{GetRole, GetRoleRequest, GetRoleResponse};
use roster_store::Transaction;

use crate::call::Call;
use crate::handler::Handler;
use crate::iam;
use crate::refusal::Refusal;

impl Handler for GetRole {
    async fn handle(
        call: &Call,
        transaction: &mut Transaction<'_>,
        request: &GetRoleRequest,
    ) -> Result<GetRoleResponse, Refusal> {
        let role: IamRole = iam::owner(call, transaction, &request.role_name).await?;
        let boundary = iam::boundary(call, transaction, &role).await?;
        Ok(GetRoleResponse {
            role: iam::describe_role(call, transaction, role, boundary).await?,
        })
    }
}
