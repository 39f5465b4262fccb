//! Work on its way through the engine.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use futures_util::FutureExt;
use roster_store::{StoreError, Verdict, Work};
use tokio::time::Instant;

use crate::rows::WorkRows;

/// Work that hears how it ended, whatever becomes of it: dropped unfinished, it hears that the
/// engine is stopping, or that the thread that had it has panicked.
pub(crate) struct Job {
    work: Option<Box<dyn Work>>,
    /// When it was given to the engine.
    given: Instant,
}

impl Job {
    pub(crate) fn new(work: Box<dyn Work>) -> Self {
        Self {
            work: Some(work),
            given: Instant::now(),
        }
    }

    /// Runs the work. A panic ends this work and nothing else.
    pub(crate) async fn run(&mut self, rows: &mut WorkRows<'_>) -> Result<Verdict, StoreError> {
        let Some(work) = &mut self.work else {
            return Err(StoreError::Stopped);
        };
        // What makes the future may panic as well as the future.
        let running = AssertUnwindSafe(async { work.run(rows).await });
        match running.catch_unwind().await {
            Ok(verdict) => verdict,
            #[cfg(feature = "cluster")]
            Err(panic) if panic.is::<crate::cluster::Deadly>() => std::panic::resume_unwind(panic),
            Err(_) => {
                tracing::error!("work panicked; what it wrote is undone");
                Err(StoreError::Engine("work panicked".to_owned()))
            }
        }
    }

    pub(crate) fn finish(mut self, outcome: Result<(), StoreError>) {
        self.finish_once(outcome);
    }

    fn finish_once(&mut self, outcome: Result<(), StoreError>) {
        if let Some(work) = self.work.take()
            && catch_unwind(AssertUnwindSafe(|| work.finish(outcome))).is_err()
        {
            tracing::error!("work panicked when it was told how it ended");
        }
    }
}

/// Until when the oldest of some work is waited for.
pub(crate) fn until(jobs: &[Job], patience: Duration) -> Instant {
    let oldest = jobs.iter().map(|job| job.given).min();
    oldest.unwrap_or_else(Instant::now) + patience
}

/// Takes out the work for which nobody waits any longer.
pub(crate) fn late(jobs: &mut Vec<Job>, patience: Duration) -> Vec<Job> {
    let now = Instant::now();
    jobs.extract_if(.., |job| job.given + patience <= now).collect()
}

/// Ends work for which nobody waits any longer.
pub(crate) fn end_late(jobs: Vec<Job>) {
    for job in jobs {
        let reason = "it was not done in time".to_owned();
        job.finish(Err(StoreError::Engine(reason)));
    }
}

impl Drop for Job {
    fn drop(&mut self) {
        self.finish_once(Err(StoreError::dropped()));
    }
}
