use crate::prelude::console::*;

handler!(OpenResetLink, |cx, request| -> Response {
    let instance = cx.instance(&request.instance_id).await?;
    let browser = SecretToken::parse(&request.browser_token).ok_or(Refusal::LinkUnusable)?;
    let purpose = LinkPurpose::ResetPassword;
    let link = cx
        .open_link(&instance.id, &request.token, purpose, &browser)
        .await?;
    let user = cx.user_of_link(&link).await?;
    cx.is_about(&user);
    Ok(Response {
        username: user.username.into(),
    })
});
