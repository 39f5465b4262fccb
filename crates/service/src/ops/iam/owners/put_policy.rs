use crate::prelude::iam::*;

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
