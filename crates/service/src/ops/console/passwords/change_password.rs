use crate::prelude::console::*;

handler!(ChangePassword, |cx, request| -> Response {
    let person = cx.person().await?;
    if !cx.is_password_of(&person.user, &request.old_password).await? {
        return Err(Refusal::SignInFailed);
    }
    cx.set_password(&person.instance, &person.user, &request.new_password)
        .await?;
    // All sessions have ended, this one too.
    let token = cx.begin_session(&person.instance, &person.user).await?;
    Ok(Response {
        session_token: SecretTokenText(token.to_text()),
    })
});
