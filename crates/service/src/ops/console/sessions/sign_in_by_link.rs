use crate::prelude::console::*;

handler!(SignInByLink, |cx, request| -> Response {
    let instance = cx.instance(&request.instance_id).await?;
    let purpose = LinkPurpose::Federate;
    let link = cx.use_link(&instance.id, &request.token, purpose, None).await?;
    let user = cx.user_of_link(&link).await?;
    cx.is_about(&user);
    cx.require_allowed_address(&instance).await?;
    let old_session = request.old_session_token.as_ref();
    let token = cx.sign_in(&instance, &user, old_session).await?;
    Ok(Response {
        user_id: user.id.into_member(),
        session_token: SecretTokenText(token.to_text()),
    })
});
