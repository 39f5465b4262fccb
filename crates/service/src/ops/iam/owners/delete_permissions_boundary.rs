use super::for_users_and_roles;
use crate::prelude::*;

for_users_and_roles!(
    DeleteUserPermissionsBoundary,
    DeleteRolePermissionsBoundary,
    |cx, owner, request| {
        iam::lift_boundary(&mut cx.transaction, owner).await?;
        Ok(NoOutput)
    }
);
