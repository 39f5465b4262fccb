use roster_domain::records::iam::{IamUser, InlinePolicy};
use roster_model::ops::iam::users::{ListUserPolicies, ListUserPoliciesRequest, ListUserPoliciesResponse};
use roster_model::shapes::iam::PolicyNameListType;
use roster_store::Transaction;

use crate::call::Call;
use crate::handler::Handler;
use crate::iam;
use crate::refusal::Refusal;

impl Handler for ListUserPolicies {
    async fn handle(
        call: &Call,
        transaction: &mut Transaction<'_>,
        request: &ListUserPoliciesRequest,
    ) -> Result<ListUserPoliciesResponse, Refusal> {
        let user: IamUser = iam::owner(call, transaction, &request.user_name).await?;
        let page = iam::page::<InlinePolicy>(
            transaction,
            &InlinePolicy::BY_OWNER,
            &InlinePolicy::of_owner(&user.id),
            request.marker.as_ref(),
            request.max_items.as_ref(),
        )
        .await?;
        let names = page.records.into_iter().map(|policy| policy.name.into());
        Ok(ListUserPoliciesResponse {
            policy_names: PolicyNameListType(names.collect()),
            is_truncated: Some(page.is_truncated),
            marker: page.marker,
        })
    }
}
