use roster_domain::records::iam::InlinePolicy;
use roster_model::shapes::iam::PolicyNameListType;

use super::for_users_and_roles;
use crate::prelude::*;

for_users_and_roles!(ListUserPolicies, ListRolePolicies, |cx, owner, request| {
    let page = iam::page::<InlinePolicy>(
        &mut cx.transaction,
        &InlinePolicy::BY_OWNER,
        &InlinePolicy::of_owner(&owner.id),
        request.marker.as_ref(),
        request.max_items.as_ref(),
    )
    .await?;
    let names = page.records.into_iter().map(|policy| policy.name.into());
    Ok(Response {
        policy_names: PolicyNameListType(names.collect()),
        is_truncated: Some(page.is_truncated),
        marker: page.marker,
    })
});
