//! Mails to users.

mod get_mail;
mod list_mails;
mod resend_mail;

use roster_domain::records::{Job, MailState};
use roster_model::ops::roster::mail as shapes;

use crate::notify;
use crate::prelude::roster::*;

/// The mail of this id, if it is of the caller's account and Region.
async fn find(cx: &mut Context<'_>, id: &str) -> Result<Mail, Refusal> {
    let key = Id::parse(id).map(|id| Mail::key_of(&id));
    let found: Option<Mail> = match key {
        Some(key) => cx.transaction.get(&key).await?,
        None => None,
    };
    found
        .filter(|mail| mail.account_region == *cx.account_region())
        .ok_or(Refusal::NoSuchMail)
}

/// A mail as answers show it. Its texts are missing if this server has not the master key that they are encrypted with.
async fn describe(cx: &mut Context<'_>, mail: Mail) -> Result<shapes::Mail, Refusal> {
    let content = notify::content(&cx.secret_ciphers, &mail);
    let (subject, text, html) = match content {
        Some(content) => (Some(content.subject), Some(content.text), Some(content.html)),
        None => (None, None, None),
    };
    Ok(shapes::Mail {
        subject: subject.map(Into::into),
        text: text.map(Into::into),
        html: html.map(Into::into),
        last_error: last_error(cx, &mail).await?.map(Into::into),
        id: Some(mail.id.into_member()),
        instance_id: Some(mail.instance_id.into_member()),
        user_id: Some(mail.user_id.into_member()),
        to: Some(vec![mail.to.into()].into()),
        kind: Some(mail.kind.name().to_owned().into()),
        created_at: Some(mail.created),
        state: Some(state(mail.state)),
        state_changed_at: Some(mail.state_time),
    })
}

/// Why the last attempt to deliver a mail failed. The job has it; the job is gone when a mail server has taken the mail.
async fn last_error(cx: &mut Context<'_>, mail: &Mail) -> Result<Option<String>, Refusal> {
    match mail.state {
        MailState::Captured | MailState::Sent => Ok(None),
        MailState::Queued | MailState::Failed => {
            let job: Option<Job> = cx.transaction.get(&Job::key_of(&mail.id)).await?;
            Ok(match job {
                Some(job) => job.last_error,
                None => Some("the job that delivers the mail was discarded".to_owned()),
            })
        }
    }
}

const fn state(state: MailState) -> shapes::MailState {
    match state {
        MailState::Captured => shapes::MailState::Captured,
        MailState::Queued => shapes::MailState::Queued,
        MailState::Sent => shapes::MailState::Sent,
        MailState::Failed => shapes::MailState::Failed,
    }
}
