use crate::prelude::iam::*;

for_users_and_roles!(
    ListAttachedUserPolicies,
    ListAttachedRolePolicies,
    Response,
    |cx, owner, request| {
        let attached = iam::attached(
            cx,
            &owner,
            request.path_prefix.as_ref(),
            request.marker.as_ref(),
            request.max_items.as_ref(),
        )
        .await?;
        Ok(Response {
            attached_policies: Some(attached.policies),
            is_truncated: Some(attached.is_truncated),
            marker: attached.marker,
        })
    }
);
