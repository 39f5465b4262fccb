use roster_domain::records::iam::IamUser;
use roster_model::ops::iam::users::{PutUserPermissionsBoundary, PutUserPermissionsBoundaryRequest};
use roster_model::schema::NoOutput;
use roster_store::Transaction;

use crate::call::Call;
use crate::handler::Handler;
use crate::iam;
use crate::refusal::Refusal;

impl Handler for PutUserPermissionsBoundary {
    async fn handle(
        call: &Call,
        transaction: &mut Transaction<'_>,
        request: &PutUserPermissionsBoundaryRequest,
    ) -> Result<NoOutput, Refusal> {
        let user: IamUser = iam::owner(call, transaction, &request.user_name).await?;
        iam::set_boundary(call, transaction, user, &request.permissions_boundary).await?;
        Ok(NoOutput)
    }
}
