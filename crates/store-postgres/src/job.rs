//! Work on its way through the engine.

use std::panic::{AssertUnwindSafe, catch_unwind};

use futures_util::FutureExt;
use roster_store::{StoreError, Verdict, Work};

use crate::rows::WorkRows;

/// Work that hears how it ended, whatever becomes of it: dropped unfinished, it hears that the
/// engine is stopping.
pub(crate) struct Job(Option<Box<dyn Work>>);

impl Job {
    pub(crate) fn new(work: Box<dyn Work>) -> Self {
        Self(Some(work))
    }

    /// Runs the work. A panic ends this work and nothing else.
    pub(crate) async fn run(&mut self, rows: &mut WorkRows<'_>) -> Result<Verdict, StoreError> {
        let Some(work) = &mut self.0 else {
            return Err(StoreError::Stopped);
        };
        // What makes the future may panic as well as the future.
        let running = AssertUnwindSafe(async { work.run(rows).await });
        match running.catch_unwind().await {
            Ok(verdict) => verdict,
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
        if let Some(work) = self.0.take()
            && catch_unwind(AssertUnwindSafe(|| work.finish(outcome))).is_err()
        {
            tracing::error!("work panicked when it was told how it ended");
        }
    }
}

impl Drop for Job {
    fn drop(&mut self) {
        self.finish_once(Err(StoreError::Stopped));
    }
}
