use super::for_users_and_roles;
use crate::prelude::*;

for_users_and_roles!(PutUserPolicy, PutRolePolicy, |cx, owner, request| {
    iam::put_inline(
        &mut cx.transaction,
        &owner,
        &request.policy_name,
        &request.policy_document,
    )
    .await?;
    Ok(NoOutput)
});
