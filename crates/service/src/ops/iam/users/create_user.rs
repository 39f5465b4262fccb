use roster_domain::credential::{Prefix, unique_id};
use roster_domain::records::iam::IamUser;
use roster_model::ops::iam::users::{CreateUser, CreateUserRequest, CreateUserResponse};
use roster_store::Transaction;

use crate::call::Call;
use crate::handler::Handler;
use crate::iam;
use crate::refusal::{Entity, Refusal, unless_taken};

impl Handler for CreateUser {
    async fn handle(
        call: &Call,
        transaction: &mut Transaction<'_>,
        request: &CreateUserRequest,
    ) -> Result<CreateUserResponse, Refusal> {
        let boundary_id = match &request.permissions_boundary {
            Some(arn) => Some(iam::boundary_id(call, transaction, arn).await?),
            None => None,
        };
        let user = IamUser {
            account: call.home().account.clone(),
            id: unique_id(Prefix::User, &*call.random),
            name: request.user_name.to_string(),
            path: iam::path(request.path.as_ref()),
            create_date: call.now,
            boundary_id,
            tags: iam::tags(request.tags.as_ref())?,
        };
        let taken = Entity::User.taken(&user.name);
        transaction
            .insert(&user)
            .await
            .map_err(unless_taken(taken.into()))?;
        let boundary = iam::boundary(call, transaction, &user).await?;
        Ok(CreateUserResponse {
            user: Some(iam::describe_user(call, user, boundary)),
        })
    }
}
