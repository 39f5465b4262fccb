use roster_domain::records::User;
use roster_domain::rules::identity_info;
use roster_model::ops::connect::users::UpdateUserIdentityInfo;

use crate::prelude::*;

impl Handler for UpdateUserIdentityInfo {
    async fn handle(cx: &mut Context<'_>, request: &Self::Request) -> Answer<Self> {
        let instance = cx.instance(&request.instance_id).await?;
        let user: User = cx.resource(&instance, &request.user_id).await?;
        let identity_info = identity_info::replace(
            instance.identity_management_type,
            &user.identity_info,
            request.identity_info.clone(),
            cx.settings.omitted_email,
        )?;
        cx.update(&user, |user| user.identity_info = identity_info)
            .await?;
        Ok(NoOutput)
    }
}
