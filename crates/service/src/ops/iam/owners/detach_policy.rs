use crate::prelude::iam::*;

for_users_and_roles!(DetachUserPolicy, DetachRolePolicy, |cx, owner, request| {
    iam::detach(cx, &owner, &request.policy_arn).await?;
    Ok(NoOutput)
});
