use super::{describe, find};
use crate::prelude::roster::*;

handler!(GetMail, |cx, request| -> Response {
    let mail = find(cx, &request.mail_id).await?;
    Ok(Response {
        mail: Some(describe(cx, mail).await?),
    })
});
