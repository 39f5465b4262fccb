use roster_domain::records::PasswordHash;
use roster_model::ops::connect::users::{DeleteUser, DeleteUserRequest};
use roster_model::schema::NoOutput;
use roster_store::Transaction;

use crate::call::Call;
use crate::handler::Handler;
use crate::refusal::Refusal;

impl Handler for DeleteUser {
    async fn handle(
        call: &Call,
        transaction: &mut Transaction<'_>,
        request: &DeleteUserRequest,
    ) -> Result<NoOutput, Refusal> {
        let instance = call.instance(transaction, &request.instance_id).await?;
        let user = call.user(transaction, &instance, &request.user_id).await?;
        let password = transaction
            .get::<PasswordHash>(&PasswordHash::key_of(&instance.id, &user.id))
            .await?;
        if let Some(password) = password {
            transaction.delete(&password).await?;
        }
        transaction.delete(&user).await?;
        Ok(NoOutput)
    }
}
