use roster_model::ops::iam::users::{GetUser, GetUserRequest, GetUserResponse};
use roster_store::Transaction;

use crate::call::Call;
use crate::handler::Handler;
use crate::iam;
use crate::refusal::Refusal;

impl Handler for GetUser {
    async fn handle(
        call: &Call,
        transaction: &mut Transaction<'_>,
        request: &GetUserRequest,
    ) -> Result<GetUserResponse, Refusal> {
        let user = iam::user_or_caller(call, transaction, request.user_name.as_ref()).await?;
        let boundary = iam::boundary(call, transaction, &user).await?;
        Ok(GetUserResponse {
            user: iam::describe_user(call, user, boundary),
        })
    }
}
