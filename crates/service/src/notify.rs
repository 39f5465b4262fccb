//! What a handler tells a user: a mail, stored in the handler's transaction.

use roster_domain::notification::Notification;
use roster_domain::records::{Instance, Mail, MailContent, MailState, User};
use roster_domain::rules::mail_routing;
use roster_domain::{Id, Language};
use roster_mail::Addressee;
use roster_store::StoreError;
use serde_json::json;

use crate::context::Context;
use crate::refusal::Refusal;
use crate::secret_cipher::SecretCiphers;

/// The type of the jobs that deliver mails.
pub(crate) const DELIVER_MAIL: &str = "deliver-mail";

impl Context<'_> {
    /// Stores the mail that tells a user something, and the job that delivers it. Nothing is stored if nobody gets it.
    pub(crate) async fn notify(
        &mut self,
        instance: &Instance,
        user: &User,
        notification: Notification,
    ) -> Result<(), Refusal> {
        let recipient = mail_routing::recipient(
            instance.identity_management_type,
            &user.identity_info,
            &notification,
        );
        let Some(to) = recipient.map(str::to_owned) else {
            return Ok(());
        };
        let content = self.render(instance, user, &notification)?;
        // A mail is no part of a plan, so its id is not among the planned ones.
        let id = self.random_id();
        let delivers = self.outbox.delivers;
        let mail = Mail {
            account_region: instance.account_region.clone(),
            instance_id: instance.id.clone(),
            user_id: user.id.clone(),
            kind: notification.kind(),
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

    fn render(
        &self,
        instance: &Instance,
        user: &User,
        notification: &Notification,
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
        let rendered = self
            .outbox
            .templates
            .render(Language::default(), addressee, notification, self.now);
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
fn label(id: &Id) -> String {
    format!("mail {id}")
}

/// The subject and the texts of a mail; none if no master key decrypts them.
pub(crate) fn content(secret_ciphers: &SecretCiphers, mail: &Mail) -> Option<MailContent> {
    let json = secret_ciphers.decrypt(&label(&mail.id), &mail.content)?;
    serde_json::from_slice(&json).ok()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use roster_domain::clock::Clock;
    use roster_domain::random::SystemEntropy;
    use roster_domain::records::{Job, JobState};
    use roster_domain::{Accounts, Caller, Key, Partition, Principal};
    use roster_mail::Templates;
    use roster_store::{BoxFuture, Rows, Store, Transaction, Verdict, Work};
    use roster_testkit::{Engine, MANAGED, MARY, Place, SAM, SAML, SteppedClock};
    use tokio::sync::oneshot;

    use super::*;
    use crate::outbox::Outbox;
    use crate::request_context::{RequestContext, Settings};
    use crate::{MasterKey, PasswordHasher, Service, demo, rotation};

    const LINK: &str = "https://connect.example/console/demo/reset-password?token=abc";

    /// A service with the demonstration.
    async fn service(place: &Place, outbox: Outbox) -> (Arc<dyn Store>, Service) {
        let store = place.open(3);
        let ciphers = Arc::new(SecretCiphers::new(&MasterKey::new([7; MasterKey::BYTES]), &[]));
        rotation::adopt(&*store, &ciphers).await.expect("a master key");
        let accounts: Accounts = [(demo::ACCOUNT.into(), Partition::Aws)].into_iter().collect();
        let service = Service::new(
            Arc::clone(&store),
            Arc::new(SystemEntropy::default()),
            PasswordHasher::cheapest(),
            ciphers,
            Settings::default(),
            accounts,
        );
        let now = SteppedClock::default().now().into();
        demo::seed(&service, now, "request".to_owned())
            .await
            .expect("the demonstration");
        (store, service.with_outbox(outbox))
    }

    /// A handler's transaction that tells a user something.
    struct Telling {
        context: RequestContext,
        user: (&'static str, &'static str),
        notification: Notification,
        verdict: Verdict,
        done: oneshot::Sender<bool>,
        has_enqueued: bool,
    }

    impl Work for Telling {
        fn run<'a>(&'a mut self, rows: &'a mut dyn Rows) -> BoxFuture<'a, Result<Verdict, StoreError>> {
            Box::pin(async move {
                let mut cx = Context::new(&self.context, Transaction::new(rows));
                let (instance, user) = self.user;
                let instance = cx.instance(instance).await.expect("the instance");
                let user: User = cx.resource(&instance, user).await.expect("the user");
                let told = cx.notify(&instance, &user, self.notification.clone()).await;
                told.expect("the mail is stored");
                self.has_enqueued = cx.has_enqueued();
                Ok(self.verdict)
            })
        }

        fn finish(self: Box<Self>, outcome: Result<(), StoreError>) {
            outcome.expect("the work is done");
            self.done.send(self.has_enqueued).expect("the test waits");
        }
    }

    async fn tell(
        service: &Service,
        user: (&'static str, &'static str),
        notification: Notification,
        verdict: Verdict,
    ) -> bool {
        let caller = Caller {
            account_region: roster_domain::AccountRegion::of_region(demo::ACCOUNT, demo::REGION)
                .expect("a Region"),
            principal: Principal::Root,
        };
        let now = SteppedClock::default().now().into();
        let (done, told) = oneshot::channel();
        service.store().write(Box::new(Telling {
            context: service.kernel.context(Arc::new(caller), now),
            user,
            notification,
            verdict,
            done,
            has_enqueued: false,
        }));
        told.await.expect("the work is finished")
    }

    async fn mails(store: &dyn Store) -> Vec<Mail> {
        roster_testkit::look(
            store,
            Box::new(|rows| {
                Box::pin(async move { Transaction::new(rows).all(Mail::BY_TIME, &Key::new()).await })
            }),
        )
        .await
    }

    fn reset() -> Notification {
        Notification::PasswordReset {
            link: LINK.to_owned(),
        }
    }

    #[tokio::test]
    async fn a_mail_is_stored_with_its_text_encrypted() {
        for place in Engine::all().map(Engine::place) {
            let (store, service) = service(&place, Outbox::default()).await;

            tell(&service, (MANAGED, MARY), reset(), Verdict::Keep).await;

            let [mail] = mails(&*store).await.try_into().expect("one mail");
            assert_eq!(mail.to, "mary@example.com");
            assert_eq!(
                (mail.kind.name(), mail.state),
                ("PasswordReset", MailState::Captured)
            );
            assert!(
                !serde_json::to_string(&mail)
                    .expect("JSON")
                    .contains("connect.example")
            );
            let content = content(&service.kernel.secret_ciphers, &mail).expect("its content");
            assert!(
                content.text.contains(LINK) && content.html.contains("?token=abc"),
                "{}",
                content.text
            );
            assert!(content.text.starts_with("Hello Mary "), "{}", content.text);
            assert!(
                roster_jobs::list(&*store, None, 10)
                    .await
                    .expect("jobs")
                    .is_empty()
            );
        }
    }

    #[tokio::test]
    async fn a_mail_that_is_delivered_has_a_job_of_its_id() {
        for place in Engine::all().map(Engine::place) {
            let (store, service) = service(&place, Outbox::delivering(Templates::built_in())).await;

            assert!(tell(&service, (MANAGED, MARY), reset(), Verdict::Keep).await);

            let [mail] = mails(&*store).await.try_into().expect("one mail");
            assert_eq!(mail.state, MailState::Queued);
            let [job]: [Job; 1] = jobs(&*store).await.try_into().expect("one job");
            assert_eq!(
                (&job.id, job.job_type.as_str(), job.state),
                (&mail.id, DELIVER_MAIL, JobState::Waiting)
            );
        }
    }

    async fn jobs(store: &dyn Store) -> Vec<Job> {
        roster_jobs::list(store, None, 10).await.expect("jobs")
    }

    #[tokio::test]
    async fn a_change_that_is_undone_leaves_no_mail() {
        for place in Engine::all().map(Engine::place) {
            let (store, service) = service(&place, Outbox::delivering(Templates::built_in())).await;

            tell(&service, (MANAGED, MARY), reset(), Verdict::Undo).await;

            assert!(mails(&*store).await.is_empty() && jobs(&*store).await.is_empty());
        }
    }

    #[tokio::test]
    async fn a_user_whom_nothing_reaches_is_told_nothing() {
        let place = Engine::SqliteMemory.place();
        let (store, service) = service(&place, Outbox::default()).await;

        tell(&service, (SAML, SAM), reset(), Verdict::Keep).await;

        assert!(mails(&*store).await.is_empty());
    }
}
