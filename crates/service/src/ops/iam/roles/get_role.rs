use crate::prelude::iam::*;

impl Handler for GetRole {
    async fn handle(cx: &mut Context<'_>, request: &Self::Request) -> Answer<Self> {
        let role: IamRole = iam::owner(cx, &request.role_name).await?;
        let boundary = iam::boundary(cx, &role).await?;
        Ok(GetRoleResponse {
            role: iam::describe_role(cx, role, boundary).await?,
        })
    }
}
