use roster_domain::account_mail::AccountMailKind;
use roster_domain::random::SystemEntropy;
use roster_domain::records::JobState;
use roster_domain::{AccountRegion, Id};
use roster_jobs::{Options, Runner};
use roster_testkit::{Engine, Place, SteppedClock, change};
use serde_json::Value;
use tokio::sync::oneshot;

use super::*;
use crate::Outbox;
use crate::notify::tests::{jobs, mails, service};

const RETENTION: Duration = Duration::from_hours(90 * 24);

struct World {
    /// Reads open its file again.
    _place: Place,
    clock: Arc<SteppedClock>,
    store: Arc<dyn Store>,
}

impl World {
    async fn new(engine: Engine) -> Self {
        let place = engine.place();
        let (store, _) = service(&place, Outbox::default()).await;
        Self {
            _place: place,
            clock: Arc::default(),
            store,
        }
    }

    fn retention(&self) -> MailRetention {
        MailRetention::new(Arc::clone(&self.store), Arc::clone(&self.clock) as _, RETENTION)
    }

    /// Stores mails of now, in these states; those that failed, and those that are queued, with their jobs.
    async fn store_mails(&self, states: impl IntoIterator<Item = MailState>) {
        let now = self.clock.now().into();
        let mails: Vec<_> = states.into_iter().map(|state| mail(state, now)).collect();
        let storing = change(
            &*self.store,
            Box::new(move |transaction| {
                let mails = mails.clone();
                Box::pin(async move {
                    for mail in &mails {
                        transaction.insert(mail).await?;
                        if let Some(job) = job(mail) {
                            transaction.insert(&job).await?;
                        }
                    }
                    Ok(())
                })
            }),
        );
        storing.await;
    }

    async fn states(&self) -> Vec<MailState> {
        let mails = mails(&*self.store).await;
        mails.into_iter().map(|mail| mail.state).collect()
    }
}

fn mail(state: MailState, created: Timestamp) -> Mail {
    let mut id = [0; 16];
    roster_domain::random::Random::fill(&SystemEntropy::default(), &mut id);
    Mail {
        id: Id::from_random(id),
        account_region: AccountRegion::of_region("123456789012", "us-east-1").expect("a Region"),
        instance_id: Id::from_random([1; 16]),
        user_id: Id::from_random([2; 16]),
        kind: AccountMailKind::PasswordChanged,
        to: "mary@example.com".to_owned(),
        created,
        state,
        state_time: created,
        content: "AAAA".to_owned(),
    }
}

fn job(mail: &Mail) -> Option<Job> {
    let job = Job::new(
        mail.id.clone(),
        "deliver-mail".to_owned(),
        Value::Null,
        mail.created,
    );
    match mail.state {
        MailState::Queued => Some(job),
        MailState::Failed => Some(Job {
            state: JobState::Dead,
            ..job
        }),
        MailState::Captured | MailState::Sent => None,
    }
}

const EVERY_STATE: [MailState; 4] = [
    MailState::Captured,
    MailState::Sent,
    MailState::Failed,
    MailState::Queued,
];

#[tokio::test]
async fn mails_are_kept_for_the_retention_and_then_removed_except_those_to_be_delivered() {
    for engine in Engine::all() {
        let world = World::new(engine).await;
        world.store_mails(EVERY_STATE).await;

        world.clock.advance(RETENTION);
        world.retention().remove_old().await.expect("the store works");
        assert_eq!(world.states().await.len(), 4);

        world.clock.advance(Duration::from_millis(1));
        world.store_mails([MailState::Sent]).await;
        world.retention().remove_old().await.expect("the store works");

        assert_eq!(world.states().await, [MailState::Queued, MailState::Sent]);
        let [job] = jobs(&*world.store).await.try_into().expect("one job");
        assert_eq!(job.state, JobState::Waiting);
    }
}

#[tokio::test]
async fn many_old_mails_are_removed_in_several_transactions() {
    for engine in Engine::all() {
        let world = World::new(engine).await;
        let queued = |number| number % 100 == 7;
        let states = (0..BATCH * 2 + 50).map(|number| match number {
            number if queued(number) => MailState::Queued,
            _ => MailState::Captured,
        });
        world.store_mails(states).await;
        world.clock.advance(RETENTION + PERIOD);

        world.retention().remove_old().await.expect("the store works");

        assert_eq!(world.states().await, [MailState::Queued; 3]);
    }
}

#[tokio::test]
async fn a_server_removes_old_mails_by_itself() {
    for engine in Engine::all() {
        let world = World::new(engine).await;
        world.store_mails([MailState::Captured]).await;
        world.clock.advance(RETENTION);
        let runner = Runner::new(
            Arc::clone(&world.store),
            Arc::clone(&world.clock) as _,
            Arc::new(SystemEntropy::default()),
            vec![Arc::new(world.retention())],
            Options::default(),
        );
        let (stop, stopped) = oneshot::channel::<()>();
        let running = tokio::spawn(runner.run(async {
            _ = stopped.await;
        }));

        while !world.states().await.is_empty() {
            let due = jobs(&*world.store)
                .await
                .first()
                .map(|job| SystemTime::from(job.due));
            if let Some(wait) = due.and_then(|due| due.duration_since(world.clock.now()).ok()) {
                world.clock.advance(wait.min(PERIOD));
            }
            tokio::task::yield_now().await;
        }

        drop(stop);
        running.await.expect("the runner stops");
    }
}
