use roster_domain::records::User;
use roster_domain::rules::identity_info;
use roster_model::ops::connect::users::{UpdateUserIdentityInfo, UpdateUserIdentityInfoRequest};
use roster_model::schema::NoOutput;
use roster_store::Transaction;

use crate::call::Call;
use crate::handler::Handler;
use crate::refusal::{Refusal, write_failed};

impl Handler for UpdateUserIdentityInfo {
    async fn handle(
        call: &Call,
        transaction: &mut Transaction<'_>,
        request: &UpdateUserIdentityInfoRequest,
    ) -> Result<NoOutput, Refusal> {
        let instance = call.instance(transaction, &request.instance_id).await?;
        let user = call.user(transaction, &instance, &request.user_id).await?;
        let identity_info = identity_info::replace(
            instance.identity_management_type,
            &user.identity_info,
            request.identity_info.clone(),
            call.settings.omitted_email,
        )?;
        let updated = User {
            identity_info,
            last_modified_time: call.now,
            last_modified_region: call.home().region.clone(),
            ..user.clone()
        };
        transaction.update(&user, &updated).await.map_err(write_failed)?;
        Ok(NoOutput)
    }
}
