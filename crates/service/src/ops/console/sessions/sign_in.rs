use crate::prelude::console::*;

handler!(SignIn, |cx, request| -> Response {
    let instance = cx.instance(&request.instance_id).await?;
    let user = cx.user_named(&instance, &request.username).await?;
    if let Some(user) = &user {
        cx.is_about(user);
    }
    // Before anything depends on the user: the answer is the same for every name.
    cx.require_allowed_address(&instance).await?;
    let user = user.ok_or(Refusal::SignInFailed)?;
    if !cx.is_password_of(&user, &request.password).await? {
        return Err(Refusal::SignInFailed);
    }
    if let Some(old) = &request.old_session_token {
        cx.end_session_of_token(&instance.id, old).await?;
    }
    cx.note_sign_in_place(&instance, &user).await?;
    let token = cx.begin_session(&instance, &user).await?;
    Ok(Response {
        user_id: user.id.into_member(),
        session_token: SecretTokenText(token.to_text()),
    })
});
