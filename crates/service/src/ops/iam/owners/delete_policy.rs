use crate::prelude::iam::*;

for_users_and_roles!(DeleteUserPolicy, DeleteRolePolicy, |cx, owner, request| {
    iam::delete_inline(&mut cx.transaction, &owner, &request.policy_name).await?;
    Ok(NoOutput)
});
