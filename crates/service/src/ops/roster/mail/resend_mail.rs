use super::{find, state};
use crate::prelude::roster::*;

handler!(ResendMail, |cx, request| -> Response {
    let mut mail = find(cx, &request.mail_id).await?;
    if cx.outbox.delivers {
        mail = cx.requeue_mail(mail).await?;
    }
    Ok(Response {
        state: Some(state(mail.state)),
    })
});
