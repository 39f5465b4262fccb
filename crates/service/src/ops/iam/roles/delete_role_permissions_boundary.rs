use roster_domain::records::iam::IamRole;
use roster_model::ops::iam::roles::{DeleteRolePermissionsBoundary, DeleteRolePermissionsBoundaryRequest};
use roster_model::schema::NoOutput;
use roster_store::Transaction;

use crate::call::Call;
use crate::handler::Handler;
use crate::iam;
use crate::refusal::Refusal;

impl Handler for DeleteRolePermissionsBoundary {
    async fn handle(
        call: &Call,
        transaction: &mut Transaction<'_>,
        request: &DeleteRolePermissionsBoundaryRequest,
    ) -> Result<NoOutput, Refusal> {
        let role: IamRole = iam::owner(call, transaction, &request.role_name).await?;
        iam::lift_boundary(transaction, role).await?;
        Ok(NoOutput)
    }
}
