use crate::prelude::iam::*;

for_users_and_roles!(
    ListUserPolicies,
    ListRolePolicies,
    Response,
    |cx, owner, request| {
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
    }
);
