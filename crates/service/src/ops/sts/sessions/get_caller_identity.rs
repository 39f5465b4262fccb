use roster_domain::{Caller, Principal};

use crate::prelude::iam::*;

impl Handler for GetCallerIdentity {
    async fn handle(cx: &mut Context<'_>, _: &Self::Request) -> Answer<Self> {
        let mut caller = Caller::clone(&cx.caller);
        if caller.principal == Principal::Unproven {
            // Clients take the ARN apart. A caller under `--access off` has the permissions of a root.
            caller.principal = Principal::Root;
        }
        Ok(GetCallerIdentityResponse {
            user_id: Some(caller.user_id()),
            account: Some(caller.account_region.account.to_string()),
            arn: Some(caller.arn().into()),
        })
    }
}
