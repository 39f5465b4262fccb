use roster_domain::records::iam::{IamUser, of_account};
use roster_model::ops::iam::users::{ListUsers, ListUsersRequest, ListUsersResponse};
use roster_model::shapes::iam::{User, UserListType};
use roster_store::Transaction;

use crate::call::Call;
use crate::handler::Handler;
use crate::iam;
use crate::refusal::Refusal;

impl Handler for ListUsers {
    async fn handle(
        call: &Call,
        transaction: &mut Transaction<'_>,
        request: &ListUsersRequest,
    ) -> Result<ListUsersResponse, Refusal> {
        let prefix = request.path_prefix.as_ref();
        let page = iam::filtered(
            transaction,
            &IamUser::BY_NAME,
            &of_account(&call.home().account),
            request.marker.as_ref(),
            request.max_items.as_ref(),
            |user: &IamUser| prefix.is_none_or(|prefix| user.path.starts_with(prefix.as_str())),
        )
        .await?;
        let users = page.records.into_iter().map(|user| User {
            permissions_boundary: None,
            tags: None,
            ..iam::describe_user(call, user, None)
        });
        Ok(ListUsersResponse {
            users: UserListType(users.collect()),
            is_truncated: Some(page.is_truncated),
            marker: page.marker,
        })
    }
}
