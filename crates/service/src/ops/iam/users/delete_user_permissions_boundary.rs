use roster_domain::records::iam::IamUser;
use roster_model::ops::iam::users::{DeleteUserPermissionsBoundary, DeleteUserPermissionsBoundaryRequest};
use roster_model::schema::NoOutput;
use roster_store::Transaction;

use crate::call::Call;
use crate::handler::Handler;
use crate::iam;
use crate::refusal::Refusal;

impl Handler for DeleteUserPermissionsBoundary {
    async fn handle(
        call: &Call,
        transaction: &mut Transaction<'_>,
        request: &DeleteUserPermissionsBoundaryRequest,
    ) -> Result<NoOutput, Refusal> {
        let user: IamUser = iam::owner(call, transaction, &request.user_name).await?;
        iam::lift_boundary(transaction, user).await?;
        Ok(NoOutput)
    }
}
