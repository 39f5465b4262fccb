use crate::prelude::iam::*;

impl Handler for ListRoles {
    async fn handle(cx: &mut Context<'_>, request: &Self::Request) -> Answer<Self> {
        let prefix = request.path_prefix.as_ref();
        let page = iam::filtered(
            &mut cx.transaction,
            &IamRole::BY_NAME,
            &of_account(&cx.request_context.account_region().account),
            request.marker.as_ref(),
            request.max_items.as_ref(),
            |role: &IamRole| prefix.is_none_or(|prefix| role.path.starts_with(prefix.as_str())),
        )
        .await?;
        let mut roles = Vec::with_capacity(page.records.len());
        for role in page.records {
            roles.push(Role {
                permissions_boundary: None,
                tags: None,
                ..iam::describe_role(cx, role, None).await?
            });
        }
        Ok(ListRolesResponse {
            roles: RoleListType(roles),
            is_truncated: Some(page.is_truncated),
            marker: page.marker,
        })
    }
}
