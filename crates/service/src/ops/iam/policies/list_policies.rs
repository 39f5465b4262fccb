use crate::prelude::iam::*;

/// Whether a policy is used as the request asks.
fn is_wanted(request: &ListPoliciesRequest, policy: &Policy) -> bool {
    let is_attached = policy.attachment_count.as_ref().is_some_and(|count| **count > 0);
    let is_boundary = policy
        .permissions_boundary_usage_count
        .as_ref()
        .is_some_and(|count| **count > 0);
    let is_used = match request.policy_usage_filter {
        None => is_attached || is_boundary,
        Some(PolicyUsageType::PermissionsPolicy) => is_attached,
        Some(PolicyUsageType::PermissionsBoundary) => is_boundary,
    };
    let must_be_used = request.only_attached == Some(true) || request.policy_usage_filter.is_some();
    is_used || !must_be_used
}

impl Handler for ListPolicies {
    async fn handle(cx: &mut Context<'_>, request: &Self::Request) -> Answer<Self> {
        let page = iam::managed_policies(
            cx,
            request.scope.unwrap_or(PolicyScopeType::All),
            request.path_prefix.as_ref().map(|prefix| prefix.as_str()),
            request.marker.as_ref(),
            request.max_items.as_ref(),
        )
        .await?;
        let mut policies = Vec::new();
        for record in page.records {
            let policy = iam::describe_policy(cx, record).await?;
            if is_wanted(request, &policy) {
                policies.push(Policy {
                    description: None,
                    tags: None,
                    ..policy
                });
            }
        }
        Ok(ListPoliciesResponse {
            policies: Some(PolicyListType(policies)),
            is_truncated: Some(page.is_truncated),
            marker: page.marker,
        })
    }
}
