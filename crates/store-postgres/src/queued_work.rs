//! Work on its way through the engine.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use futures_util::FutureExt;
use roster_store::{StoreError, Verdict, Work};

use crate::rows::WorkRows;

/// The payload of a panic that ends the thread which runs the work.
#[cfg(feature = "cluster")]
pub struct FatalPanic;

/// Work that is finished exactly once. If it is dropped unfinished, its outcome is that the engine is stopping or
/// that its thread has panicked.
pub(crate) struct QueuedWork {
    work: Option<Box<dyn Work>>,
    /// When it was given to the engine.
    given: Instant,
}

impl QueuedWork {
    pub(crate) fn new(work: Box<dyn Work>, given: Instant) -> Self {
        Self {
            work: Some(work),
            given,
        }
    }

    /// Runs the work. A panic ends this work only.
    pub(crate) async fn run(&mut self, rows: &mut WorkRows<'_>) -> Result<Verdict, StoreError> {
        let Some(work) = &mut self.work else {
            return Err(StoreError::Stopped);
        };
        // The call may panic as well as the future.
        let running = AssertUnwindSafe(async { work.run(rows).await });
        match running.catch_unwind().await {
            Ok(verdict) => verdict,
            #[cfg(feature = "cluster")]
            Err(panic) if panic.is::<FatalPanic>() => std::panic::resume_unwind(panic),
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
            tracing::error!("work panicked when it was finished");
        }
    }
}

/// When the oldest work was given to the engine; `None` if there is no work.
pub(crate) fn oldest(works: &[QueuedWork]) -> Option<Instant> {
    works.iter().map(|work| work.given).min()
}

/// Takes out the work whose time is over.
pub(crate) fn take_late(works: &mut Vec<QueuedWork>, timeout: Duration, now: Instant) -> Vec<QueuedWork> {
    works.extract_if(.., |work| work.given + timeout <= now).collect()
}

/// Fails work whose time is over.
pub(crate) fn fail_late(works: Vec<QueuedWork>) {
    for work in works {
        let reason = "it was not done in time".to_owned();
        work.finish(Err(StoreError::Engine(reason)));
    }
}

impl Drop for QueuedWork {
    fn drop(&mut self) {
        self.finish_once(Err(StoreError::dropped()));
    }
}
