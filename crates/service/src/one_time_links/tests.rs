use std::sync::{Arc, LazyLock, Mutex};
use std::time::Duration;

use roster_domain::clock::SystemClock;
use roster_domain::random::SystemEntropy;
use roster_domain::records::{Instance, InstanceSettings, LinkPurpose};
use roster_domain::{AccountRegion, Accounts, Caller, Id, Principal, SecretToken};
use roster_model::shapes::{DirectoryAlias, DirectoryType, Timestamp};
use roster_store::{BoxFuture, Rows, Store, StoreError, Transaction, Verdict, Work};
use roster_store_sqlite::{Options, SqliteStore};
use tokio::sync::oneshot;

use crate::context::Context;
use crate::kernel::Kernel;
use crate::master_key::MasterKey;
use crate::refusal::Refusal;
use crate::request_context::{RequestContext, Settings};
use crate::secret_cipher::SecretCiphers;

/// A directory with the instance `demo`, at a time.
struct Directory {
    kernel: Kernel,
    now: Mutex<Timestamp>,
}

/// What a handler does with links.
type Step<T> = for<'c> fn(&'c mut Context<'_>, &'c [String]) -> BoxFuture<'c, Result<T, Refusal>>;

struct Stepping<T> {
    context: RequestContext,
    step: Step<T>,
    texts: Vec<String>,
    outcome: Option<Result<T, Refusal>>,
    done: oneshot::Sender<Result<T, Refusal>>,
}

impl<T: Send + 'static> Work for Stepping<T> {
    fn run<'a>(&'a mut self, rows: &'a mut dyn Rows) -> BoxFuture<'a, Result<Verdict, StoreError>> {
        Box::pin(async move {
            let mut cx = Context::new(&self.context, Transaction::new(rows));
            let outcome = (self.step)(&mut cx, &self.texts).await;
            let verdict = if outcome.is_ok() {
                Verdict::Keep
            } else {
                Verdict::Undo
            };
            self.outcome = Some(outcome);
            Ok(verdict)
        })
    }

    fn finish(self: Box<Self>, outcome: Result<(), StoreError>) {
        let Self {
            outcome: taken, done, ..
        } = *self;
        let outcome = match outcome {
            Ok(()) => taken.expect("the step was taken"),
            Err(error) => Err(Refusal::Store(error)),
        };
        assert!(done.send(outcome).is_ok(), "the test waits");
    }
}

impl Directory {
    fn new() -> Self {
        let store: Arc<dyn Store> = Arc::new(SqliteStore::in_memory(Options::default()).expect("a store"));
        let ciphers = Arc::new(SecretCiphers::new(&MasterKey::new([7; MasterKey::BYTES]), &[]));
        let settings = Settings {
            public_url: "https://roster.example.com".into(),
            ..Settings::default()
        };
        let (clock, random) = (Arc::new(SystemClock), Arc::new(SystemEntropy::default()));
        Self {
            kernel: Kernel::new(store, clock, random, ciphers, settings, Accounts::default()),
            now: Mutex::new(Timestamp { milliseconds: 0 }),
        }
    }

    /// Takes a step in a transaction of its own.
    fn step<T: Send + 'static>(
        &self,
        texts: &[&str],
        step: Step<T>,
    ) -> impl Future<Output = Result<T, Refusal>> + use<T> {
        let (done, outcome) = oneshot::channel();
        let now = *self.now.lock().expect("the time");
        let caller = Arc::new(Caller {
            account_region: account_region(),
            principal: Principal::Root,
        });
        self.kernel.store.write(Box::new(Stepping {
            context: self.kernel.context(caller, now),
            step,
            texts: texts.iter().map(ToString::to_string).collect(),
            outcome: None,
            done,
        }));
        async { outcome.await.expect("the step was taken") }
    }

    fn pass(&self, duration: Duration) {
        let milliseconds = i64::try_from(duration.as_millis()).expect("a short time");
        self.now.lock().expect("the time").milliseconds += milliseconds;
    }

    /// The token of a new link to reset the user's password.
    async fn reset_link(&self) -> String {
        let made = self.step(&[], |cx, _| {
            Box::pin(async move {
                cx.new_link(&INSTANCE, &USER, LinkPurpose::ResetPassword, None)
                    .await
            })
        });
        token(&made.await.expect("a link"))
    }

    async fn open(&self, token: &str, browser: &SecretToken) -> Result<(), Refusal> {
        let opened = self.step(&[token, &browser.to_text()], |cx, texts| {
            Box::pin(async move {
                let browser = SecretToken::parse(&texts[1]).expect("a token");
                let purpose = LinkPurpose::ResetPassword;
                cx.open_link(&INSTANCE.id, &texts[0], purpose, &browser).await
            })
        });
        opened.await.map(|_| ())
    }

    async fn use_reset(&self, token: &str, browser: Option<&SecretToken>) -> Result<Id, Refusal> {
        let browser = browser.map(SecretToken::to_text).unwrap_or_default();
        let used = self.step(&[token, &browser], |cx, texts| {
            Box::pin(async move {
                let browser = SecretToken::parse(&texts[1]);
                let purpose = LinkPurpose::ResetPassword;
                cx.use_link(&INSTANCE.id, &texts[0], purpose, browser.as_ref())
                    .await
            })
        });
        used.await.map(|link| link.user_id)
    }
}

fn account_region() -> AccountRegion {
    AccountRegion::of_region("123456789012", "eu-west-2").expect("a Region")
}

static INSTANCE: LazyLock<Instance> = LazyLock::new(|| Instance {
    id: Id::from_random([1; 16]),
    account_region: account_region(),
    identity_management_type: DirectoryType::ConnectManaged,
    alias: Some(DirectoryAlias("demo".to_owned())),
    directory_id: None,
    inbound_calls_enabled: true,
    outbound_calls_enabled: true,
    created_time: Timestamp { milliseconds: 0 },
    client_token: None,
    tags: None,
    attributes: Vec::new(),
    settings: InstanceSettings::default(),
});

static USER: LazyLock<Id> = LazyLock::new(|| Id::from_random([2; 16]));

fn browser() -> SecretToken {
    SecretToken::new(&SystemEntropy::default())
}

fn token(link: &str) -> String {
    let start = "https://roster.example.com/console/demo/reset-password?token=";
    link.strip_prefix(start).expect("a link to the page").to_owned()
}

#[tokio::test]
async fn a_link_works_once() {
    let directory = Directory::new();
    let token = directory.reset_link().await;

    assert_eq!(directory.use_reset(&token, None).await, Ok(USER.clone()));
    assert_eq!(
        directory.use_reset(&token, None).await,
        Err(Refusal::LinkUnusable)
    );
}

#[tokio::test]
async fn a_link_to_reset_a_password_works_for_half_an_hour() {
    let directory = Directory::new();
    let (early, browser) = (directory.reset_link().await, browser());
    directory.pass(Duration::from_mins(30) - Duration::from_millis(1));
    assert_eq!(directory.open(&early, &browser).await, Ok(()));

    directory.pass(Duration::from_millis(1));

    assert_eq!(directory.open(&early, &browser).await, Err(Refusal::LinkUnusable));
    assert_eq!(
        directory.use_reset(&early, Some(&browser)).await,
        Err(Refusal::LinkUnusable)
    );
}

#[tokio::test]
async fn a_newer_link_replaces_an_older_one() {
    let directory = Directory::new();
    let older = directory.reset_link().await;
    let newer = directory.reset_link().await;

    assert_eq!(
        directory.use_reset(&older, None).await,
        Err(Refusal::LinkUnusable)
    );
    assert_eq!(directory.use_reset(&newer, None).await, Ok(USER.clone()));
}

#[tokio::test]
async fn only_the_browser_that_opens_a_link_first_can_use_it() {
    let directory = Directory::new();
    let (token, first, second) = (directory.reset_link().await, browser(), browser());
    assert_eq!(directory.open(&token, &first).await, Ok(()));
    assert_eq!(directory.open(&token, &first).await, Ok(()));

    assert_eq!(directory.open(&token, &second).await, Err(Refusal::LinkUnusable));
    for other in [None, Some(&second)] {
        assert_eq!(
            directory.use_reset(&token, other).await,
            Err(Refusal::LinkUnusable)
        );
    }
    assert_eq!(directory.use_reset(&token, Some(&first)).await, Ok(USER.clone()));
}

#[tokio::test]
async fn a_link_is_for_its_purpose_and_its_instance_only() {
    let directory = Directory::new();
    let token = directory.reset_link().await;

    let elsewhere = directory.step(&[&token], |cx, texts| {
        Box::pin(async move {
            cx.use_link(&USER, &texts[0], LinkPurpose::ResetPassword, None)
                .await
        })
    });
    assert_eq!(elsewhere.await, Err(Refusal::LinkUnusable));
    let otherwise = directory.step(&[&token], |cx, texts| {
        Box::pin(async move {
            cx.use_link(&INSTANCE.id, &texts[0], LinkPurpose::ConfirmEmail, None)
                .await
        })
    });
    assert_eq!(otherwise.await, Err(Refusal::LinkUnusable));
}

#[tokio::test]
async fn links_about_different_subjects_stand_beside_each_other_until_they_are_revoked() {
    let directory = Directory::new();
    let confirm: Step<String> = |cx, texts| {
        Box::pin(async move {
            let subject = Id::parse(&texts[0]).expect("an id");
            cx.new_link(&INSTANCE, &USER, LinkPurpose::ConfirmEmail, Some(&subject))
                .await
        })
    };
    let subjects = [3, 4].map(|byte| Id::from_random([byte; 16]));
    let mut tokens = Vec::new();
    for subject in &subjects {
        let link = directory
            .step(&[subject.as_str()], confirm)
            .await
            .expect("a link");
        tokens.push(link.rsplit_once('=').expect("a token").1.to_owned());
    }
    let use_up: Step<Option<Id>> = |cx, texts| {
        Box::pin(async move {
            let used = cx.use_link(&INSTANCE.id, &texts[0], LinkPurpose::ConfirmEmail, None);
            Ok(used.await?.subject_id)
        })
    };

    let used = directory.step(&[&tokens[0]], use_up).await;
    assert_eq!(used, Ok(Some(subjects[0].clone())));
    let revoked = directory.step(&[], |cx, _| {
        Box::pin(async move {
            cx.revoke_links(&INSTANCE.id, &USER, LinkPurpose::ConfirmEmail)
                .await
        })
    });
    assert_eq!(revoked.await, Ok(()));
    assert_eq!(
        directory.step(&[&tokens[1]], use_up).await,
        Err(Refusal::LinkUnusable)
    );
}

#[tokio::test]
async fn what_is_no_token_is_an_unusable_link() {
    let directory = Directory::new();

    for text in ["", "guess", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"] {
        assert_eq!(directory.use_reset(text, None).await, Err(Refusal::LinkUnusable));
    }
}
