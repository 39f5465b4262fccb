use roster_domain::records::User;
use roster_model::operation::ResourceType;
use roster_model::ops::connect::users::{
    ListUsers, ListUsersRequest, ListUsersResponse, UserSummary, UserSummaryList,
};
use roster_model::shapes::{ARN, AgentUsername, RegionName, UserId};
use roster_store::Transaction;

use crate::call::Call;
use crate::handler::Handler;
use crate::paging;
use crate::refusal::Refusal;

impl Handler for ListUsers {
    async fn handle(
        call: &Call,
        transaction: &mut Transaction<'_>,
        request: &ListUsersRequest,
    ) -> Result<ListUsersResponse, Refusal> {
        let (users, next_token) = paging::of_instance(
            call,
            transaction,
            &request.instance_id,
            &User::BY_USERNAME,
            request.next_token.as_ref(),
            request.max_results.as_ref(),
        )
        .await?;
        let summaries = users.into_iter().map(|user| summarize(call, user)).collect();
        Ok(ListUsersResponse {
            user_summary_list: Some(UserSummaryList(summaries)),
            next_token,
        })
    }
}

fn summarize(call: &Call, user: User) -> UserSummary {
    let arn = call
        .home()
        .resource(ResourceType::User, &user.instance_id, &user.id);
    UserSummary {
        id: Some(UserId(user.id.into())),
        arn: Some(ARN(arn.into())),
        username: Some(AgentUsername(user.username)),
        last_modified_time: Some(user.last_modified_time),
        last_modified_region: Some(RegionName(user.last_modified_region.into())),
    }
}
