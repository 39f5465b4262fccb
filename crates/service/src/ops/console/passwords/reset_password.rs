use crate::prelude::console::*;

handler!(ResetPassword, |cx, request| {
    let instance = cx.instance(&request.instance_id).await?;
    let browser = request
        .browser_token
        .as_ref()
        .and_then(|token| SecretToken::parse(token));
    let purpose = LinkPurpose::ResetPassword;
    let link = cx
        .use_link(&instance.id, &request.token, purpose, browser.as_ref())
        .await?;
    let user = cx.user_of_link(&link).await?;
    cx.is_about(&user);
    if cx.resets_are_frozen(&user).await? {
        return Err(Refusal::LinkUnusable);
    }
    cx.note_reset(&user).await?;
    cx.set_password(&instance, &user, &request.password).await?;
    Ok(NoOutput)
});
