use roster_domain::records::iam::IamUser;
use roster_model::ops::iam::users::{
    ListAttachedUserPolicies, ListAttachedUserPoliciesRequest, ListAttachedUserPoliciesResponse,
};
use roster_store::Transaction;

use crate::call::Call;
use crate::handler::Handler;
use crate::iam;
use crate::refusal::Refusal;

impl Handler for ListAttachedUserPolicies {
    async fn handle(
        call: &Call,
        transaction: &mut Transaction<'_>,
        request: &ListAttachedUserPoliciesRequest,
    ) -> Result<ListAttachedUserPoliciesResponse, Refusal> {
        let user: IamUser = iam::owner(call, transaction, &request.user_name).await?;
        let attached = iam::attached(
            call,
            transaction,
            &user,
            request.path_prefix.as_ref(),
            request.marker.as_ref(),
            request.max_items.as_ref(),
        )
        .await?;
        Ok(ListAttachedUserPoliciesResponse {
            attached_policies: Some(attached.policies),
            is_truncated: Some(attached.is_truncated),
            marker: attached.marker,
        })
    }
}
