use super::{describe, find};
use crate::prelude::roster::*;

impl Handler for GetMail {
    async fn handle(cx: &mut Context<'_>, request: &Self::Request) -> Answer<Self> {
        let mail = find(cx, &request.mail_id).await?;
        Ok(GetMailResponse {
            mail: Some(describe(cx, mail).await?),
        })
    }
}
