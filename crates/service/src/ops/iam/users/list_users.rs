use crate::prelude::iam::*;

impl Handler for ListUsers {
    async fn handle(cx: &mut Context<'_>, request: &Self::Request) -> Answer<Self> {
        let prefix = request.path_prefix.as_ref();
        let page = iam::filtered(
            &mut cx.transaction,
            &IamUser::BY_NAME,
            &of_account(&cx.request_context.account_region().account),
            request.marker.as_ref(),
            request.max_items.as_ref(),
            |user: &IamUser| prefix.is_none_or(|prefix| user.path.starts_with(prefix.as_str())),
        )
        .await?;
        let users = page.records.into_iter().map(|user| User {
            permissions_boundary: None,
            tags: None,
            ..iam::describe_user(cx, user, None)
        });
        Ok(ListUsersResponse {
            users: UserListType(users.collect()),
            is_truncated: Some(page.is_truncated),
            marker: page.marker,
        })
    }
}
