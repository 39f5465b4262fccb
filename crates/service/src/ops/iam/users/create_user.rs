use crate::prelude::iam::*;

impl Handler for CreateUser {
    async fn handle(cx: &mut Context<'_>, request: &Self::Request) -> Answer<Self> {
        let boundary_id = match &request.permissions_boundary {
            Some(arn) => Some(iam::boundary_id(cx, arn).await?),
            None => None,
        };
        let user = IamUser {
            account: cx.account_region().account.clone(),
            id: cx.new_unique_id(Prefix::User),
            name: request.user_name.to_string(),
            path: iam::path(request.path.as_deref()),
            create_date: cx.now,
            boundary_id,
            tags: iam::tags(request.tags.as_ref())?,
        };
        let taken = Entity::User.taken(&user.name);
        cx.insert_unless_taken(&user, taken).await?;
        let boundary = iam::boundary(cx, &user).await?;
        Ok(CreateUserResponse {
            user: Some(iam::describe_user(cx, user, boundary)),
        })
    }
}
