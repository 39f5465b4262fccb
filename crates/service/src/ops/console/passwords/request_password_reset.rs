use roster_domain::rules::credentials;

use crate::prelude::console::*;

handler!(RequestPasswordReset, |cx, request| {
    let instance = cx.instance(&request.instance_id).await?;
    let Some(user) = cx.user_named(&instance, &request.username).await? else {
        return Ok(NoOutput);
    };
    cx.is_about(&user);
    if credentials::can_be_reset(instance.identity_management_type, &user.identity_info) {
        let purpose = LinkPurpose::ResetPassword;
        let link = cx.new_link(&instance, &user.id, purpose, None).await?;
        cx.notify(&instance, &user, Notification::PasswordReset { link })
            .await?;
    }
    Ok(NoOutput)
});
