use crate::prelude::iam::*;

/// How long a managed policy may be. Source: the IAM user guide on quotas.
const POLICY_SIZE: usize = 6_144;

impl Handler for CreatePolicy {
    async fn handle(cx: &mut Context<'_>, request: &Self::Request) -> Answer<Self> {
        let document = &request.policy_document;
        iam::require_policy(document, Kind::Identity)?;
        iam::require_size(document, "PolicySize", POLICY_SIZE)?;
        let policy = ManagedPolicy {
            account: cx.account_region().account.clone(),
            id: cx.new_unique_id(Prefix::Policy),
            name: request.policy_name.to_string(),
            path: iam::path(request.path.as_deref()),
            description: request.description.as_ref().map(|text| text.to_string()),
            document: document.to_string(),
            create_date: cx.now,
            tags: iam::tags(request.tags.as_ref())?,
        };
        let taken = Entity::Policy.taken(&policy.name);
        cx.insert_unless_taken(&policy, taken).await?;
        Ok(CreatePolicyResponse {
            policy: Some(iam::describe_policy(cx, policy).await?),
        })
    }
}
