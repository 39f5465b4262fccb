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
pub(crate) async fn service(place: &Place, outbox: Outbox) -> (Arc<dyn Store>, Service) {
    let store = place.open(3);
    let ciphers = Arc::new(SecretCiphers::new(&MasterKey::new([7; MasterKey::BYTES]), &[]));
    rotation::adopt(&*store, &ciphers).await.expect("a master key");
    let accounts: Accounts = [(demo::ACCOUNT.into(), Partition::Aws)].into_iter().collect();
    let service = Service::new(
        Arc::clone(&store),
        Arc::new(SteppedClock::default()),
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

/// A handler's transaction that sends a mail to a user.
struct Notifying {
    context: RequestContext,
    user: (&'static str, &'static str),
    account_mail: AccountMail,
    verdict: Verdict,
    done: oneshot::Sender<bool>,
    has_enqueued: bool,
}

impl Work for Notifying {
    fn run<'a>(&'a mut self, rows: &'a mut dyn Rows) -> BoxFuture<'a, Result<Verdict, StoreError>> {
        Box::pin(async move {
            let mut cx = Context::new(&self.context, Transaction::new(rows));
            let (instance, user) = self.user;
            let instance = cx.instance(instance).await.expect("the instance");
            let user: User = cx.resource(&instance, user).await.expect("the user");
            let stored = cx.notify(&instance, &user, self.account_mail.clone()).await;
            stored.expect("the mail is stored");
            self.has_enqueued = cx.has_enqueued();
            Ok(self.verdict)
        })
    }

    fn finish(self: Box<Self>, outcome: Result<(), StoreError>) {
        outcome.expect("the work is done");
        self.done.send(self.has_enqueued).expect("the test waits");
    }
}

pub(crate) async fn notify(
    service: &Service,
    user: (&'static str, &'static str),
    account_mail: AccountMail,
    verdict: Verdict,
) -> bool {
    let caller = Caller {
        account_region: roster_domain::AccountRegion::of_region(demo::ACCOUNT, demo::REGION)
            .expect("a Region"),
        principal: Principal::Root,
    };
    let now = SteppedClock::default().now().into();
    let (done, finished) = oneshot::channel();
    service.store().write(Box::new(Notifying {
        context: service.kernel.context(Arc::new(caller), now),
        user,
        account_mail,
        verdict,
        done,
        has_enqueued: false,
    }));
    finished.await.expect("the work is finished")
}

pub(crate) async fn mails(store: &dyn Store) -> Vec<Mail> {
    roster_testkit::look(
        store,
        Box::new(|rows| {
            Box::pin(async move { Transaction::new(rows).all(Mail::BY_TIME, &Key::new()).await })
        }),
    )
    .await
}

pub(crate) fn reset() -> AccountMail {
    AccountMail::PasswordReset {
        link: LINK.to_owned(),
    }
}

#[tokio::test]
async fn a_mail_is_stored_with_its_text_encrypted() {
    for place in Engine::all().map(Engine::place) {
        let (store, service) = service(&place, Outbox::default()).await;

        notify(&service, (MANAGED, MARY), reset(), Verdict::Keep).await;

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

        assert!(notify(&service, (MANAGED, MARY), reset(), Verdict::Keep).await);

        let [mail] = mails(&*store).await.try_into().expect("one mail");
        assert_eq!(mail.state, MailState::Queued);
        let [job]: [Job; 1] = jobs(&*store).await.try_into().expect("one job");
        assert_eq!(
            (&job.id, job.job_type.as_str(), job.state),
            (&mail.id, DELIVER_MAIL, JobState::Waiting)
        );
    }
}

pub(crate) async fn jobs(store: &dyn Store) -> Vec<Job> {
    roster_jobs::list(store, None, 10).await.expect("jobs")
}

#[tokio::test]
async fn a_change_that_is_undone_leaves_no_mail() {
    for place in Engine::all().map(Engine::place) {
        let (store, service) = service(&place, Outbox::delivering(Templates::built_in())).await;

        notify(&service, (MANAGED, MARY), reset(), Verdict::Undo).await;

        assert!(mails(&*store).await.is_empty() && jobs(&*store).await.is_empty());
    }
}

#[tokio::test]
async fn a_user_whom_nothing_reaches_is_told_nothing() {
    let place = Engine::SqliteMemory.place();
    let (store, service) = service(&place, Outbox::default()).await;

    notify(&service, (SAML, SAM), reset(), Verdict::Keep).await;

    assert!(mails(&*store).await.is_empty());
}
