use std::collections::VecDeque;
use std::future::pending;
use std::time::SystemTime;

use roster_domain::random::SystemEntropy;
use roster_domain::records::JobState;
use roster_jobs::{Options, Runner};
use roster_mail::Templates;
use roster_store::Verdict;
use roster_testkit::{Engine, MANAGED, MARY, SteppedClock, until};
use tokio::sync::oneshot;

use super::*;
use crate::Outbox;
use crate::notify::tests::{jobs, mails, notify, reset, service};

const PATIENCE: Duration = Duration::from_secs(30);
const INTERVAL: Duration = Duration::from_secs(3);

/// A mail server that answers as a test says, and then takes everything.
#[derive(Default)]
struct FakeServer {
    answers: Mutex<VecDeque<Option<SendError>>>,
    seen: Mutex<Vec<Vec<u8>>>,
}

impl FakeServer {
    /// `None` stands for no answer at all.
    fn answering(answers: impl IntoIterator<Item = Option<SendError>>) -> Arc<Self> {
        Arc::new(Self {
            answers: Mutex::new(answers.into_iter().collect()),
            seen: Mutex::default(),
        })
    }

    fn seen(&self) -> Vec<Vec<u8>> {
        self.seen.lock().expect("no panic").clone()
    }
}

impl MailServer for FakeServer {
    fn take<'a>(&'a self, message: &'a roster_mail::Message) -> BoxFuture<'a, Result<(), SendError>> {
        Box::pin(async move {
            self.seen.lock().expect("no panic").push(message.formatted());
            let answer = self.answers.lock().expect("no panic").pop_front();
            match answer {
                None => Ok(()),
                Some(Some(error)) => Err(error),
                Some(None) => pending().await,
            }
        })
    }
}

fn away() -> SendError {
    SendError::Later("the mail server is away".to_owned())
}

/// So many mails to Mary, and a server that delivers them.
struct World {
    clock: Arc<SteppedClock>,
    store: Arc<dyn Store>,
    _stop: oneshot::Sender<()>,
}

impl World {
    async fn new(place: &roster_testkit::Place, server: &Arc<FakeServer>, count: usize) -> Self {
        let clock: Arc<SteppedClock> = Arc::default();
        let (store, service) = service(place, Outbox::delivering(Templates::built_in())).await;
        for _ in 0..count {
            notify(&service, (MANAGED, MARY), reset(), Verdict::Keep).await;
        }
        let limits = DeliveryLimits {
            timeout: PATIENCE,
            interval: INTERVAL,
        };
        let delivery = MailDelivery::new(
            Arc::clone(&store),
            Arc::clone(&service.kernel.secret_ciphers),
            Arc::clone(&clock) as _,
            "Roster <roster@example.com>".parse().expect("a sender"),
            Arc::clone(server) as _,
            limits,
        );
        let runner = Runner::new(
            Arc::clone(&store),
            Arc::clone(&clock) as _,
            Arc::new(SystemEntropy::default()),
            vec![Arc::new(delivery)],
            Options::default(),
        );
        let (stop, stopped) = oneshot::channel::<()>();
        tokio::spawn(runner.run(async {
            _ = stopped.await;
        }));
        Self {
            clock,
            store,
            _stop: stop,
        }
    }

    /// Lets time pass until the only mail is in a state. None passes while an attempt runs, which would cut it short.
    async fn until(&self, state: MailState) {
        while self.mail().await.state != state {
            let jobs = jobs(&*self.store).await;
            // The beginning and the end of an attempt each change the job.
            let waiting = jobs.first().filter(|job| job.version.is_multiple_of(2));
            let due = waiting.map(|job| SystemTime::from(job.due));
            if let Some(wait) = due.and_then(|due| due.duration_since(self.clock.now()).ok()) {
                self.clock.advance(wait);
            }
            tokio::task::yield_now().await;
        }
    }

    async fn mail(&self) -> Mail {
        let [mail] = mails(&*self.store).await.try_into().expect("one mail");
        mail
    }

    async fn only_job(&self) -> Job {
        let [job] = jobs(&*self.store).await.try_into().expect("one job");
        job
    }
}

#[tokio::test]
async fn a_mail_is_delivered_once_and_noted_as_sent() {
    for place in Engine::all().map(Engine::place) {
        let server = FakeServer::answering([]);
        let world = World::new(&place, &server, 1).await;

        world.until(MailState::Sent).await;

        let [message] = server.seen().try_into().expect("one message");
        let message = String::from_utf8(message).expect("ASCII");
        let id = world.mail().await.id;
        assert!(
            message.contains(&format!("Message-ID: <{id}@example.com>\r\n")),
            "{message}"
        );
        assert!(message.contains("To: mary@example.com\r\n"), "{message}");
        assert!(jobs(&*world.store).await.is_empty());
    }
}

#[tokio::test]
async fn a_mail_goes_out_again_in_the_same_bytes_until_it_is_taken() {
    for place in Engine::all().map(Engine::place) {
        let server = FakeServer::answering([Some(away()), Some(away())]);
        let world = World::new(&place, &server, 1).await;

        world.until(MailState::Sent).await;

        let [first, second, third] = server.seen().try_into().expect("three messages");
        assert_eq!((&first, &first), (&second, &third));
    }
}

#[tokio::test]
async fn a_mail_that_no_attempt_delivers_has_failed_and_its_job_is_dead() {
    for place in Engine::all().map(Engine::place) {
        let server = FakeServer::answering((0..100).map(|_| Some(away())));
        let world = World::new(&place, &server, 1).await;

        world.until(MailState::Failed).await;

        assert_eq!(server.seen().len(), 24);
        let job = world.only_job().await;
        assert_eq!(job.state, JobState::Dead);
        assert_eq!(job.last_error.as_deref(), Some("the mail server is away"));
    }
}

#[tokio::test]
async fn a_final_refusal_is_not_tried_again() {
    let server = FakeServer::answering([Some(SendError::Never("no such recipient".to_owned()))]);
    let place = Engine::SqliteMemory.place();
    let world = World::new(&place, &server, 1).await;

    world.until(MailState::Failed).await;

    assert_eq!(server.seen().len(), 1);
    assert_eq!(world.only_job().await.state, JobState::Dead);
}

#[tokio::test]
async fn a_mail_server_that_does_not_answer_is_given_up_in_time() {
    let server = FakeServer::answering([None]);
    let place = Engine::SqliteMemory.place();
    let world = World::new(&place, &server, 1).await;

    world.clock.until_asleep_for(PATIENCE).await;
    world.clock.advance(PATIENCE);
    while world.only_job().await.last_error.is_none() {}

    let error = world.only_job().await.last_error;
    assert_eq!(error.as_deref(), Some("the mail server is too slow"));
    world.until(MailState::Sent).await;
}

#[tokio::test]
async fn one_mail_follows_another_at_the_pace_that_is_set() {
    let server = FakeServer::answering([]);
    let place = Engine::SqliteMemory.place();
    let world = World::new(&place, &server, 2).await;

    world.clock.until_asleep_for(INTERVAL).await;
    until(|| server.seen().len() == 1).await;
    world.clock.advance(INTERVAL);

    until(|| server.seen().len() == 2).await;
}

#[tokio::test]
async fn a_clock_that_is_set_back_holds_no_mail_up() {
    let clock = SteppedClock::default();
    let pace = Pace::new(INTERVAL);
    pace.wait(&clock).await;
    clock.set(clock.now() - Duration::from_hours(1));

    let ((), ()) = tokio::join!(pace.wait(&clock), async {
        clock.until_asleep_for(INTERVAL).await;
        clock.advance(INTERVAL);
    });
}
