use crate::prelude::iam::*;

impl Handler for GetCallerIdentity {
    async fn handle(cx: &mut Context<'_>, _: &Self::Request) -> Answer<Self> {
        Ok(GetCallerIdentityResponse {
            user_id: Some(cx.caller.user_id()),
            account: Some(cx.caller.account_region.account.to_string()),
            arn: Some(cx.caller.arn().into()),
        })
    }
}
