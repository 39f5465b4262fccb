use crate::prelude::console::*;

handler!(SignIn, |cx, request| -> Response {
    let instance = cx.instance(&request.instance_id).await?;
    let user = cx.user_named(&instance, &request.username).await?;
    let user = user.ok_or(Refusal::SignInFailed)?;
    cx.is_about(&user);
    if !cx.is_password_of(&user, &request.password).await? {
        return Err(Refusal::SignInFailed);
    }
    if let Some(old) = &request.old_session_token {
        cx.end_session_of_token(&instance.id, old).await?;
    }
    cx.note_sign_in_place(&instance, &user).await?;
    let token = cx.begin_session(&user).await?;
    Ok(Response {
        user_id: user.id.into_member(),
        session_token: SecretTokenText(token.to_text()),
    })
});
