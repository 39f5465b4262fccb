use roster_domain::records::iam::IamRole;
use roster_model::ops::iam::roles::{PutRolePermissionsBoundary, PutRolePermissionsBoundaryRequest};
use roster_model::schema::NoOutput;
use roster_store::Transaction;

use crate::call::Call;
use crate::handler::Handler;
use crate::iam;
use crate::refusal::Refusal;

impl Handler for PutRolePermissionsBoundary {
    async fn handle(
        call: &Call,
        transaction: &mut Transaction<'_>,
        request: &PutRolePermissionsBoundaryRequest,
    ) -> Result<NoOutput, Refusal> {
        let role: IamRole = iam::owner(call, transaction, &request.role_name).await?;
        iam::set_boundary(call, transaction, role, &request.permissions_boundary).await?;
        Ok(NoOutput)
    }
}
