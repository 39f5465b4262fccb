//! The runner: finds the jobs that are due, and begins their attempts.

use std::collections::BTreeMap;
use std::pin::pin;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use roster_domain::clock::{Clock, timeout};
use roster_domain::random::Random;
use roster_store::{Store, StoreError};
use tokio::task::JoinSet;

use crate::attempt::{Attempt, Shared};
use crate::due::{CountJobs, FindDue};
use crate::handler::Handler;
use crate::metrics::JobMetrics;
use crate::notifier::Notifier;
use crate::options::Options;
use crate::schedule::{MakeRow, Schedule};
use crate::step;

/// How often the jobs of the store are counted at most.
const COUNT_INTERVAL: Duration = Duration::from_secs(15);

/// Finds the jobs that are due, and begins their attempts. Each server has one; many may share a store, if their
/// clocks differ by less than a lease.
pub struct Runner {
    shared: Arc<Shared>,
    handlers: BTreeMap<&'static str, Arc<dyn Handler>>,
    types: Arc<[&'static str]>,
    options: Options,
    notifier: Notifier,
    /// Schedules whose rows are still to be made.
    unmade: Vec<(&'static str, Schedule)>,
    counted_at: Option<SystemTime>,
}

impl Runner {
    /// A runner of these types of jobs. Without any it does nothing.
    pub fn new(
        store: Arc<dyn Store>,
        clock: Arc<dyn Clock>,
        random: Arc<dyn Random>,
        handlers: Vec<Arc<dyn Handler>>,
        options: Options,
    ) -> Self {
        let metrics = Arc::new(JobMetrics::default());
        let handlers: BTreeMap<_, _> = handlers
            .into_iter()
            .map(|handler| (handler.job_type(), handler))
            .collect();
        for job_type in handlers.keys() {
            metrics.begin_at_zero(job_type);
        }
        let schedules = handlers
            .values()
            .filter_map(|handler| Some((handler.job_type(), handler.schedule()?)));
        Self {
            unmade: schedules.collect(),
            types: handlers.keys().copied().collect(),
            handlers,
            shared: Arc::new(Shared {
                store,
                clock,
                random,
                metrics,
            }),
            options,
            notifier: Notifier::default(),
            counted_at: None,
        }
    }

    /// What wakes it.
    pub fn notifier(&self) -> Notifier {
        self.notifier.clone()
    }

    /// What its jobs come to.
    pub fn metrics(&self) -> Arc<JobMetrics> {
        Arc::clone(&self.shared.metrics)
    }

    /// Runs until `stop` ends, and then until its attempts have ended, or had their time. Those that have not are
    /// dropped: their leases end, and the jobs are tried again.
    pub async fn run(mut self, stop: impl Future<Output = ()>) {
        let (mut stop, mut attempts) = (pin!(stop), JoinSet::new());
        if self.handlers.is_empty() {
            return stop.await;
        }
        loop {
            let wake = self.begin_due(&mut attempts).await;
            tokio::select! {
                biased;
                () = &mut stop => break,
                () = self.shared.clock.sleep_until(wake) => {}
                () = self.notifier.notified() => {}
                Some(_) = attempts.join_next() => {}
            }
        }
        let ended = async { while attempts.join_next().await.is_some() {} };
        if timeout(&*self.shared.clock, self.options.stop_time, ended)
            .await
            .is_none()
        {
            tracing::warn!(
                jobs = attempts.len(),
                "jobs are left unfinished: they are tried again when their leases end"
            );
        }
    }

    /// Begins the attempts at jobs that are due; returns when to look again.
    async fn begin_due(&mut self, attempts: &mut JoinSet<()>) -> SystemTime {
        let next = self.try_begin_due(attempts).await.unwrap_or_else(|error| {
            tracing::warn!(%error, "the store could not be asked for jobs");
            None
        });
        let latest = self.shared.clock.now() + self.options.poll_interval;
        next.map_or(latest, |next| next.min(latest))
    }

    async fn try_begin_due(&mut self, attempts: &mut JoinSet<()>) -> Result<Option<SystemTime>, StoreError> {
        self.make_schedules().await?;
        self.count_jobs().await?;
        loop {
            while attempts.try_join_next().is_some() {}
            let limit = self.options.concurrency.saturating_sub(attempts.len());
            if limit == 0 {
                return Ok(None);
            }
            let (types, now) = (Arc::clone(&self.types), self.shared.clock.now().into());
            let found = step::read(&*self.shared.store, FindDue { types, now, limit }).await?;
            if found.due.is_empty() {
                return Ok(found.next.map(SystemTime::from));
            }
            for job in found.due {
                let Some(handler) = self.handlers.get(job.job_type.as_str()) else {
                    continue;
                };
                let (shared, handler) = (Arc::clone(&self.shared), Arc::clone(handler));
                let mut attempt = Attempt { shared, handler, job };
                if attempt.claim().await? {
                    attempts.spawn(attempt.make());
                }
            }
        }
    }

    async fn make_schedules(&mut self) -> Result<(), StoreError> {
        while let Some((job_type, schedule)) = self.unmade.last() {
            let row = MakeRow(schedule.job(job_type, self.shared.clock.now()));
            step::write(&*self.shared.store, row).await?;
            self.unmade.pop();
        }
        Ok(())
    }

    async fn count_jobs(&mut self) -> Result<(), StoreError> {
        let now = self.shared.clock.now();
        let is_recent = |at: SystemTime| now.duration_since(at).is_ok_and(|age| age < COUNT_INTERVAL);
        if self.counted_at.is_some_and(is_recent) {
            return Ok(());
        }
        let counts = step::read(&*self.shared.store, CountJobs { now: now.into() }).await?;
        self.shared.metrics.counted(counts);
        self.counted_at = Some(now);
        Ok(())
    }
}
