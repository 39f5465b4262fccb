//! Work on its way through the engine.

use std::panic::{AssertUnwindSafe, catch_unwind};

use futures_util::FutureExt;
use roster_store::{StoreError, Verdict, Work, WriteError};

use crate::rows::WorkRows;

/// Work that hears how it ended, whatever becomes of it: dropped unfinished, it hears that the
/// engine is stopping.
pub(crate) struct Job(Option<Box<dyn Work>>);

impl Job {
    pub(crate) fn new(work: Box<dyn Work>) -> Self {
        Self(Some(work))
    }

    /// Runs the work. Whether it is told to be kept or undone, its rows must then be so.
    pub(crate) fn run(&mut self, rows: &mut WorkRows<'_>) -> Result<Verdict, StoreError> {
        let verdict = match &mut self.0 {
            Some(work) => run(work.as_mut(), rows),
            None => Err(StoreError::Stopped),
        };
        match rows.failure.take() {
            Some(WriteError::Store(error)) => Err(error),
            Some(WriteError::Taken(_)) if verdict == Ok(Verdict::Keep) => Err(StoreError::Engine(
                "work tried to keep half of what it wrote".to_owned(),
            )),
            _ => verdict,
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

/// Runs work to its end, at once. A panic ends this work and nothing else.
fn run(work: &mut dyn Work, rows: &mut WorkRows<'_>) -> Result<Verdict, StoreError> {
    match catch_unwind(AssertUnwindSafe(|| work.run(rows).now_or_never())) {
        Ok(Some(verdict)) => verdict,
        Ok(None) => Err(StoreError::Engine(
            "work waited for something other than its rows".to_owned(),
        )),
        Err(_) => {
            tracing::error!("work panicked; what it wrote is undone");
            Err(StoreError::Engine("work panicked".to_owned()))
        }
    }
}
