use crate::prelude::iam::*;

for_users_and_roles!(
    DeleteUserPermissionsBoundary,
    DeleteRolePermissionsBoundary,
    |cx, owner, request| {
        iam::lift_boundary(cx, owner).await?;
        Ok(NoOutput)
    }
);
