use crate::prelude::console::*;

handler!(EnrollSecondFactor, |cx, request| -> Response {
    let waiting = cx
        .waiting_sign_in(&request.instance_id, &request.sign_in_token)
        .await?;
    let recovery_codes = cx.confirm_factor(&waiting, &request.code).await?;
    let token = cx
        .finish_sign_in(&waiting, request.old_session_token.as_ref())
        .await?;
    Ok(Response {
        session_token: SecretTokenText(token.to_text()),
        recovery_codes,
    })
});
