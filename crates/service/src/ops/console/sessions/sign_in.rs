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
    let text = |token: SecretToken| Some(SecretTokenText(token.to_text()));
    let (session_token, sign_in_token) = if cx.needs_second_factor(&user).await? {
        (None, text(cx.begin_sign_in(&user).await?))
    } else {
        let old_session = request.old_session_token.as_ref();
        (text(cx.sign_in(&instance, &user, old_session).await?), None)
    };
    Ok(Response {
        user_id: user.id.into_member(),
        session_token,
        sign_in_token,
    })
});
