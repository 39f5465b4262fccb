use roster_domain::records::iam::{IamRole, of_account};
use roster_model::ops::iam::roles::{ListRoles, ListRolesRequest, ListRolesResponse};
use roster_model::shapes::iam::{Role, RoleListType};
use roster_store::Transaction;

use crate::call::Call;
use crate::handler::Handler;
use crate::iam;
use crate::refusal::Refusal;

impl Handler for ListRoles {
    async fn handle(
        call: &Call,
        transaction: &mut Transaction<'_>,
        request: &ListRolesRequest,
    ) -> Result<ListRolesResponse, Refusal> {
        let prefix = request.path_prefix.as_ref();
        let page = iam::filtered(
            transaction,
            &IamRole::BY_NAME,
            &of_account(&call.home().account),
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
                ..iam::describe_role(call, transaction, role, None).await?
            });
        }
        Ok(ListRolesResponse {
            roles: RoleListType(roles),
            is_truncated: Some(page.is_truncated),
            marker: page.marker,
        })
    }
}
