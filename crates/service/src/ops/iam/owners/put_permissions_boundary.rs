use crate::prelude::iam::*;

for_users_and_roles!(
    PutUserPermissionsBoundary,
    PutRolePermissionsBoundary,
    |cx, owner, request| {
        iam::set_boundary(cx, owner, &request.permissions_boundary).await?;
        Ok(NoOutput)
    }
);
