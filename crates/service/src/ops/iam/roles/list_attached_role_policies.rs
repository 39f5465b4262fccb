use roster_domain::records::iam::IamRole;
use roster_model::ops::iam::roles::{
    ListAttachedRolePolicies, ListAttachedRolePoliciesRequest, ListAttachedRolePoliciesResponse,
};
use roster_store::Transaction;

use crate::call::Call;
use crate::handler::Handler;
use crate::iam;
use crate::refusal::Refusal;

impl Handler for ListAttachedRolePolicies {
    async fn handle(
        call: &Call,
        transaction: &mut Transaction<'_>,
        request: &ListAttachedRolePoliciesRequest,
    ) -> Result<ListAttachedRolePoliciesResponse, Refusal> {
        let role: IamRole = iam::owner(call, transaction, &request.role_name).await?;
        let attached = iam::attached(
            call,
            transaction,
            &role,
            request.path_prefix.as_ref(),
            request.marker.as_ref(),
            request.max_items.as_ref(),
        )
        .await?;
        Ok(ListAttachedRolePoliciesResponse {
            attached_policies: Some(attached.policies),
            is_truncated: Some(attached.is_truncated),
            marker: attached.marker,
        })
    }
}
