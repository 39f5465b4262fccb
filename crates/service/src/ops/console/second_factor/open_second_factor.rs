use crate::prelude::console::*;

handler!(OpenSecondFactor, |cx, request| -> Response {
    let waiting = cx
        .waiting_sign_in(&request.instance_id, &request.sign_in_token)
        .await?;
    let secret = cx.secret_to_enroll(&waiting).await?;
    Ok(Response {
        username: waiting.user.username.into(),
        secret: secret.map(|secret| TotpSecretText(secret.to_text())),
    })
});
