use roster_domain::rules::credentials;

use crate::prelude::console::*;

handler!(RequestPasswordReset, |cx, request| {
    let instance = cx.instance(&request.instance_id).await?;
    let Some(user) = cx.user_named(&instance, &request.username).await? else {
        return Ok(NoOutput);
    };
    cx.is_about(&user);
    let can_be_reset = credentials::can_be_reset(instance.identity_management_type, &user.identity_info);
    if can_be_reset && !cx.resets_are_frozen(&user).await? {
        let purpose = LinkPurpose::ResetPassword;
        let link = cx.new_link(&instance, &user.id, purpose, None).await?;
        cx.notify(&instance, &user, AccountMail::PasswordReset { link })
            .await?;
    }
    Ok(NoOutput)
});
