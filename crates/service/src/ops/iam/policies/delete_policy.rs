use crate::prelude::iam::*;

impl Handler for DeletePolicy {
    async fn handle(cx: &mut Context<'_>, request: &Self::Request) -> Answer<Self> {
        let policy = iam::required_policy(cx, &request.policy_arn).await?;
        if policy.account != cx.account_region().account {
            return Err(IamRefusal::OfAws(request.policy_arn.to_string()).into());
        }
        if iam::usage(&mut cx.transaction, &policy).await? != (0, 0) {
            return Err(IamRefusal::DeleteConflict("Cannot delete a policy attached to entities.").into());
        }
        cx.transaction.delete(&policy).await?;
        Ok(NoOutput)
    }
}
