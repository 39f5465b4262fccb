use crate::prelude::iam::*;

impl Handler for GetPolicy {
    async fn handle(cx: &mut Context<'_>, request: &Self::Request) -> Answer<Self> {
        let policy = iam::required_policy(cx, &request.policy_arn).await?;
        Ok(GetPolicyResponse {
            policy: Some(iam::describe_policy(cx, policy).await?),
        })
    }
}
