use roster_model::ops::sts::sessions::{
    GetCallerIdentity, GetCallerIdentityRequest, GetCallerIdentityResponse,
};
use roster_store::Transaction;

use crate::call::Call;
use crate::handler::Handler;
use crate::refusal::Refusal;

impl Handler for GetCallerIdentity {
    async fn handle(
        call: &Call,
        _: &mut Transaction<'_>,
        _: &GetCallerIdentityRequest,
    ) -> Result<GetCallerIdentityResponse, Refusal> {
        Ok(GetCallerIdentityResponse {
            user_id: Some(call.caller.user_id()),
            account: Some(call.caller.home.account.to_string()),
            arn: Some(call.caller.arn().into()),
        })
    }
}
