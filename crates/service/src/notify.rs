//! Mails that handlers send: each is stored in the handler's transaction.

#[cfg(test)]
pub(crate) mod tests;

use roster_domain::Id;
use roster_domain::account_mail::AccountMail;
use roster_domain::records::{Instance, Mail, MailContent, MailState, User};
use roster_domain::rules::mail_routing;
use roster_mail::Addressee;
use roster_store::StoreError;
use serde_json::json;

use crate::context::Context;
use crate::refusal::{Refusal, write_failed};
use crate::secret_cipher::SecretCiphers;

/// The type of the jobs that deliver mails.
pub(crate) const DELIVER_MAIL: &str = "deliver-mail";

impl Context<'_> {
    /// Stores a mail to a user, and the job that delivers it. Nothing is stored if no address gets it.
    pub(crate) async fn notify(
        &mut self,
        instance: &Instance,
        user: &User,
        account_mail: AccountMail,
    ) -> Result<(), Refusal> {
        let recipient = mail_routing::recipient(
            instance.identity_management_type,
            &user.identity_info,
            &account_mail,
        );
        let Some(to) = recipient.map(str::to_owned) else {
            return Ok(());
        };
        let content = self.render(instance, user, &account_mail)?;
        // A mail is no part of a plan, so its id is not among the planned ones.
        let id = self.random_id();
        let delivers = self.outbox.delivers;
        let mail = Mail {
            account_region: instance.account_region.clone(),
            instance_id: instance.id.clone(),
            user_id: user.id.clone(),
            kind: account_mail.kind(),
            to,
            created: self.now,
            state: if delivers {
                MailState::Queued
            } else {
                MailState::Captured
            },
            state_time: self.now,
            content: self.encrypt_content(&id, &content).await?,
            id,
        };
        self.insert(&mail).await?;
        if delivers {
            self.enqueue_delivery(mail.id).await?;
        }
        Ok(())
    }

    /// Stores the job that delivers a mail.
    pub(crate) async fn enqueue_delivery(&mut self, id: Id) -> Result<(), Refusal> {
        let payload = json!({"MailId": id});
        self.enqueue(id, DELIVER_MAIL, payload).await
    }

    /// Makes the job of a mail due now, whatever became of it before.
    pub(crate) async fn requeue_mail(&mut self, mail: Mail) -> Result<Mail, Refusal> {
        let queued = Mail {
            state: MailState::Queued,
            state_time: self.now,
            ..mail.clone()
        };
        self.replace(&mail, &queued).await?;
        let now = self.now;
        let is_revived = roster_jobs::revive(&mut self.transaction, &queued.id, now).await;
        if is_revived.map_err(write_failed)? {
            self.note_enqueued();
        } else {
            self.enqueue_delivery(queued.id.clone()).await?;
        }
        Ok(queued)
    }

    fn render(
        &self,
        instance: &Instance,
        user: &User,
        account_mail: &AccountMail,
    ) -> Result<MailContent, Refusal> {
        let name = full_name(user);
        let addressee = Addressee {
            name: &name,
            username: &user.username,
            instance: instance
                .alias
                .as_deref()
                .map_or(instance.id.as_str(), |alias| alias),
        };
        let language = self.mail_language(instance);
        let templates = &self.outbox.templates;
        let rendered = templates.render(language, addressee, account_mail, self.now);
        rendered.map_err(|error| Refusal::Store(StoreError::Engine(error.to_string())))
    }

    async fn encrypt_content(&mut self, id: &Id, content: &MailContent) -> Result<String, Refusal> {
        let json = serde_json::to_vec(content).map_err(|error| StoreError::Engine(error.to_string()))?;
        let cipher = self.cipher().await?;
        Ok(cipher.encrypt(&label(id), &json, &*self.random))
    }
}

fn full_name(user: &User) -> String {
    let info = &user.identity_info;
    let first = info.first_name.as_deref().map_or("", String::as_str);
    let last = info.last_name.as_deref().map_or("", String::as_str);
    format!("{first} {last}").trim().to_owned()
}

/// What the encryption of a mail binds it to.
pub(crate) fn label(id: &Id) -> String {
    format!("mail {id}")
}

/// The subject and the texts of a mail; none if no master key decrypts them.
pub(crate) fn content(secret_ciphers: &SecretCiphers, mail: &Mail) -> Option<MailContent> {
    let json = secret_ciphers.decrypt(&label(&mail.id), &mail.content)?;
    serde_json::from_slice(&json).ok()
}
