use roster_domain::records::iam::IamUser;
use roster_model::ops::iam::users::{DeleteUser, DeleteUserRequest};
use roster_model::schema::NoOutput;
use roster_store::Transaction;

use crate::call::Call;
use crate::handler::Handler;
use crate::iam;
use crate::refusal::Refusal;

impl Handler for DeleteUser {
    async fn handle(
        call: &Call,
        transaction: &mut Transaction<'_>,
        request: &DeleteUserRequest,
    ) -> Result<NoOutput, Refusal> {
        let user: IamUser = iam::owner(call, transaction, &request.user_name).await?;
        iam::require_bare(transaction, &user).await?;
        transaction.delete(&user).await?;
        Ok(NoOutput)
    }
}
