use roster_domain::records::iam::{IamRole, InlinePolicy};
use roster_model::ops::iam::roles::{ListRolePolicies, ListRolePoliciesRequest, ListRolePoliciesResponse};
use roster_model::shapes::iam::PolicyNameListType;
use roster_store::Transaction;

use crate::call::Call;
use crate::handler::Handler;
use crate::iam;
use crate::refusal::Refusal;

impl Handler for ListRolePolicies {
    async fn handle(
        call: &Call,
        transaction: &mut Transaction<'_>,
        request: &ListRolePoliciesRequest,
    ) -> Result<ListRolePoliciesResponse, Refusal> {
        let role: IamRole = iam::owner(call, transaction, &request.role_name).await?;
        let page = iam::page::<InlinePolicy>(
            transaction,
            &InlinePolicy::BY_OWNER,
            &InlinePolicy::of_owner(&role.id),
            request.marker.as_ref(),
            request.max_items.as_ref(),
        )
        .await?;
        let names = page.records.into_iter().map(|policy| policy.name.into());
        Ok(ListRolePoliciesResponse {
            policy_names: PolicyNameListType(names.collect()),
            is_truncated: Some(page.is_truncated),
            marker: page.marker,
        })
    }
}
