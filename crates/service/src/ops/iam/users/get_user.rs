use crate::prelude::iam::*;

impl Handler for GetUser {
    async fn handle(cx: &mut Context<'_>, request: &Self::Request) -> Answer<Self> {
        let user = iam::user_or_caller(cx, request.user_name.as_ref()).await?;
        let boundary = iam::boundary(cx, &user).await?;
        Ok(GetUserResponse {
            user: iam::describe_user(cx, user, boundary),
        })
    }
}
