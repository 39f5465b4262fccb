use roster_domain::rules::{email_domain, identity_info};

use crate::prelude::connect::*;
use crate::takeover::update_identity;

impl Handler for UpdateUserIdentityInfo {
    async fn handle(cx: &mut Context<'_>, request: &Self::Request) -> Answer<Self> {
        let instance = cx.instance(&request.instance_id).await?;
        let user: User = cx.resource(&instance, &request.user_id).await?;
        let wanted = request.identity_info.clone();
        let names_address = wanted.email.as_ref().is_some_and(|address| !address.is_empty());
        let info = identity_info::replace(
            instance.identity_management_type,
            &user.identity_info,
            wanted,
            cx.settings.omitted_email,
        )?;
        let breaches = email_domain::breaches(cx.email_domains(&instance), &user.identity_info, &info);
        if !breaches.is_empty() {
            return Err(breaches.into());
        }
        update_identity(cx, &instance, user, info, names_address).await?;
        Ok(NoOutput)
    }
}
