use super::{find, state};
use crate::prelude::roster::*;

impl Handler for ResendMail {
    async fn handle(cx: &mut Context<'_>, request: &Self::Request) -> Answer<Self> {
        let mut mail = find(cx, &request.mail_id).await?;
        if cx.outbox.delivers {
            mail = cx.requeue_mail(mail).await?;
        }
        Ok(ResendMailResponse {
            state: Some(state(mail.state)),
        })
    }
}
