use crate::prelude::iam::*;

for_users_and_roles!(AttachUserPolicy, AttachRolePolicy, |cx, owner, request| {
    iam::attach(cx, &owner, &request.policy_arn).await?;
    Ok(NoOutput)
});
