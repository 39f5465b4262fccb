use crate::prelude::console::*;

handler!(FinishSignIn, |cx, request| -> Response {
    let waiting = cx
        .waiting_sign_in(&request.instance_id, &request.sign_in_token)
        .await?;
    cx.use_code(&waiting, &request.code).await?;
    let token = cx
        .finish_sign_in(&waiting, request.old_session_token.as_ref())
        .await?;
    Ok(Response {
        session_token: SecretTokenText(token.to_text()),
    })
});
