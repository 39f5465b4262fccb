//! Servers that do jobs on one store.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use roster_domain::Id;
use roster_domain::audit::AuditRecord;
use roster_domain::clock::Clock;
use roster_domain::random::{Random, SystemEntropy};
use roster_domain::records::Job;
use roster_jobs::{
    Completion, Failure, Handler, JobMetrics, Notifier, Options, Outcome, Runner, Schedule, enqueue,
};
use roster_store::{BoxFuture, Store};
use roster_testkit::{Engine, Place, SteppedClock, change, until};
use serde_json::json;
use tokio::sync::{Semaphore, oneshot, watch};
use tokio::task::JoinHandle;

/// The type of most jobs.
pub(crate) const MAIL: &str = "mail";
/// The lease of every handler.
pub(crate) const LEASE: Duration = Duration::from_mins(5);
/// How long an attempt may take.
pub(crate) const ATTEMPT_LIMIT: Duration = Duration::from_secs(270);
/// How often a runner looks for jobs.
pub(crate) const POLL: Duration = Duration::from_secs(5);
pub(crate) const SECOND: Duration = Duration::from_secs(1);
pub(crate) const MOMENT: Duration = Duration::from_millis(1);

/// A store, and what its servers share.
pub(crate) struct World {
    pub(crate) clock: Arc<SteppedClock>,
    /// A store for each of two servers; one store, if only one server can use it.
    pub(crate) stores: [Arc<dyn Store>; 2],
    _place: Place,
}

/// Runs a test on every engine.
pub(crate) fn each_engine(test: impl AsyncFn(World)) {
    for engine in Engine::all() {
        eprintln!("on {engine:?}:");
        on(engine, &test);
    }
}

/// Runs a test on one engine, on one thread.
pub(crate) fn on(engine: Engine, test: &impl AsyncFn(World)) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let place = engine.place();
        let store = place.open(3);
        let other = if place.can_be_shared() {
            place.open(3)
        } else {
            Arc::clone(&store)
        };
        let world = World {
            clock: Arc::default(),
            stores: [store, other],
            _place: place,
        };
        test(world).await;
    });
}

impl World {
    /// Starts a server.
    pub(crate) fn server(&self, work: &Arc<Work>) -> Server {
        Server::start(&self.stores[0], &self.clock, vec![Arc::clone(work) as _])
    }

    /// Starts another server.
    pub(crate) fn other_server(&self, work: &Arc<Work>) -> Server {
        Server::start(&self.stores[1], &self.clock, vec![Arc::clone(work) as _])
    }

    /// Stores a job that is due now.
    pub(crate) async fn enqueue(&self, job_type: &'static str) -> Id {
        self.enqueue_in(job_type, Duration::ZERO).await
    }

    /// Stores a job that is due later.
    pub(crate) async fn enqueue_in(&self, job_type: &'static str, wait: Duration) -> Id {
        let (id, now) = (new_id(), self.clock.now());
        let job = id.clone();
        let storing = change(
            &*self.stores[0],
            Box::new(move |transaction| {
                let due = (now + wait).into();
                Box::pin(enqueue(
                    transaction,
                    job.clone(),
                    job_type,
                    json!({}),
                    now.into(),
                    due,
                ))
            }),
        );
        storing.await;
        id
    }

    /// All jobs.
    pub(crate) async fn jobs(&self) -> Vec<Job> {
        let jobs = roster_jobs::list(&*self.stores[0], None, usize::MAX).await;
        jobs.unwrap()
    }

    /// The only job.
    pub(crate) async fn job(&self) -> Job {
        let mut jobs = self.jobs().await;
        assert_eq!(jobs.len(), 1, "{jobs:?}");
        jobs.remove(0)
    }

    /// Lets time pass until no job is left.
    pub(crate) async fn until_no_jobs(&self) {
        while !self.jobs().await.is_empty() {
            self.clock.until_asleep(1).await;
            self.clock.advance(LEASE);
        }
    }

    /// How long it is until then.
    pub(crate) fn wait_until(&self, due: impl Into<SystemTime>) -> Duration {
        due.into().duration_since(self.clock.now()).unwrap()
    }
}

pub(crate) fn new_id() -> Id {
    let mut bytes = [0; 16];
    SystemEntropy::default().fill(&mut bytes);
    Id::from_random(bytes)
}

pub(crate) fn audit_record() -> AuditRecord {
    AuditRecord {
        principal: Some("roster jobs".to_owned()),
        ..AuditRecord::default()
    }
}

/// Never less than all: waits are not shortened.
pub(crate) struct Most;

impl Random for Most {
    fn fill(&self, bytes: &mut [u8]) {
        bytes.fill(0xff);
    }
}

/// A server that does jobs.
pub(crate) struct Server {
    pub(crate) notifier: Notifier,
    pub(crate) metrics: Arc<JobMetrics>,
    stop: oneshot::Sender<()>,
    task: JoinHandle<()>,
}

impl Server {
    pub(crate) fn start(
        store: &Arc<dyn Store>,
        clock: &Arc<SteppedClock>,
        handlers: Vec<Arc<dyn Handler>>,
    ) -> Self {
        let (store, clock) = (Arc::clone(store), Arc::clone(clock));
        let options = Options {
            poll_interval: POLL,
            ..Options::default()
        };
        let runner = Runner::new(store, clock, Arc::new(Most), handlers, options);
        let (stop, stopped) = oneshot::channel();
        Self {
            notifier: runner.notifier(),
            metrics: runner.metrics(),
            stop,
            task: tokio::spawn(runner.run(async {
                stopped.await.unwrap();
            })),
        }
    }

    /// Waits until so many attempts at mails have ended so.
    pub(crate) async fn until_ended(&self, outcome: Outcome, count: u64) {
        until(|| self.ended(outcome) == count).await;
    }

    pub(crate) fn ended(&self, outcome: Outcome) -> u64 {
        let attempts = self.metrics.attempts();
        let found = attempts
            .iter()
            .find(|attempt| (attempt.0, attempt.1) == (MAIL, outcome));
        found.map_or(0, |attempt| attempt.2)
    }

    /// Ends it as a failure of its power would.
    pub(crate) async fn kill(self) {
        self.task.abort();
        assert!(self.task.await.unwrap_err().is_cancelled());
    }

    /// Asks it to stop; what is returned waits until it has.
    pub(crate) fn stop(self) -> JoinHandle<()> {
        self.stop.send(()).unwrap();
        self.task
    }
}

type Run = dyn Fn(Job) -> BoxFuture<'static, Result<Completion, Failure>> + Send + Sync;

/// A handler that notes which attempts began.
pub(crate) struct Work {
    begun: watch::Sender<Vec<Id>>,
    run: Box<Run>,
    max_attempts: u32,
    schedule: Option<Schedule>,
}

impl Work {
    /// Does mails so.
    pub(crate) fn new<F>(run: impl Fn(Job) -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Result<Completion, Failure>> + Send + 'static,
    {
        Self {
            begun: watch::Sender::default(),
            run: Box::new(move |job| Box::pin(run(job))),
            max_attempts: 3,
            schedule: None,
        }
    }

    pub(crate) fn succeeding() -> Self {
        Self::new(async |_| Ok(Completion::done()))
    }

    pub(crate) fn failing() -> Self {
        Self::new(async |_| Err(Failure::Transient("the mail server is away".to_owned())))
    }

    /// Each attempt takes a permit of the gate, and then does the rest.
    pub(crate) fn gated(gate: &Arc<Semaphore>, rest: fn() -> Completion) -> Self {
        let gate = Arc::clone(gate);
        Self::new(move |_| {
            let gate = Arc::clone(&gate);
            async move {
                gate.acquire().await.expect("a gate that stays").forget();
                Ok(rest())
            }
        })
    }

    pub(crate) fn endless() -> Self {
        Self::new(|_| std::future::pending())
    }

    pub(crate) fn with_attempts(mut self, max_attempts: u32) -> Self {
        self.max_attempts = max_attempts;
        self
    }

    pub(crate) fn with_schedule(mut self, schedule: Schedule) -> Self {
        self.schedule = Some(schedule);
        self
    }

    /// The jobs of all attempts that began.
    pub(crate) fn begun(&self) -> Vec<Id> {
        self.begun.borrow().clone()
    }

    /// Waits until so many attempts have begun.
    pub(crate) async fn until_begun(&self, count: usize) {
        let mut begun = self.begun.subscribe();
        begun.wait_for(|begun| begun.len() >= count).await.unwrap();
    }
}

impl Handler for Work {
    fn job_type(&self) -> &'static str {
        MAIL
    }

    fn run<'a>(&'a self, job: &'a Job) -> BoxFuture<'a, Result<Completion, Failure>> {
        self.begun.send_modify(|begun| begun.push(job.id.clone()));
        (self.run)(job.clone())
    }

    fn lease(&self) -> Duration {
        LEASE
    }

    fn max_attempts(&self) -> u32 {
        self.max_attempts
    }

    fn schedule(&self) -> Option<Schedule> {
        self.schedule
    }
}
