use crate::prelude::iam::*;

for_users_and_roles!(DeleteUser, DeleteRole, |cx, owner, request| {
    iam::require_bare(&mut cx.transaction, &owner).await?;
    cx.transaction.delete(&owner).await?;
    Ok(NoOutput)
});
