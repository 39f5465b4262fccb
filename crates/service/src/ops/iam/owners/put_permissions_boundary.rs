use super::for_users_and_roles;
use crate::prelude::*;

for_users_and_roles!(
    PutUserPermissionsBoundary,
    PutRolePermissionsBoundary,
    |cx, owner, request| {
        iam::set_boundary(cx, owner, &request.permissions_boundary).await?;
        Ok(NoOutput)
    }
);
