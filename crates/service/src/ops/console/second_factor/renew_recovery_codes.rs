use crate::prelude::console::*;

handler!(RenewRecoveryCodes, |cx, request| -> Response {
    let person = cx.person().await?;
    let recovery_codes = cx.renew_recovery_codes(&person, &request.code).await?;
    Ok(Response { recovery_codes })
});
