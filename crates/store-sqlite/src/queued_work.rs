//! Work on its way through the engine.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;

use futures_util::FutureExt;
use roster_store::{StoreError, Verdict, Work, WriteError};

use crate::cached_rows::CachedRows;
use crate::rows::WorkRows;

/// Work that is finished exactly once. If it is dropped unfinished, its outcome is that the engine is stopping or
/// that its thread has panicked.
pub(crate) struct QueuedWork(Option<Box<dyn Work>>);

impl QueuedWork {
    pub(crate) fn new(work: Box<dyn Work>) -> Self {
        Self(Some(work))
    }

    /// Runs the work. The caller keeps or undoes its writes as the verdict says.
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

    /// Runs a read on the row cache; `None` if that was not enough, and the work must be run again.
    pub(crate) fn run_on_cache(&mut self, rows: &mut CachedRows<'_>) -> Option<Result<Verdict, StoreError>> {
        let work = self.0.as_deref_mut()?;
        let verdict = catch_unwind(AssertUnwindSafe(|| work.run(rows).now_or_never()));
        (!rows.missed).then(|| judge(verdict))
    }

    pub(crate) fn finish(mut self, outcome: Result<(), StoreError>) {
        self.finish_once(outcome);
    }

    fn finish_once(&mut self, outcome: Result<(), StoreError>) {
        if let Some(work) = self.0.take()
            && catch_unwind(AssertUnwindSafe(|| work.finish(outcome))).is_err()
        {
            tracing::error!("work panicked when it was finished");
        }
    }
}

impl Drop for QueuedWork {
    fn drop(&mut self) {
        self.finish_once(Err(StoreError::dropped()));
    }
}

/// Polls work once, which must complete it. A panic ends this work only.
fn run(work: &mut dyn Work, rows: &mut WorkRows<'_>) -> Result<Verdict, StoreError> {
    judge(catch_unwind(AssertUnwindSafe(|| work.run(rows).now_or_never())))
}

/// The verdict of work, or why there is none.
fn judge(ended: thread::Result<Option<Result<Verdict, StoreError>>>) -> Result<Verdict, StoreError> {
    match ended {
        Ok(Some(verdict)) => verdict,
        Ok(None) => Err(StoreError::Engine(
            "work waited for something other than its rows".to_owned(),
        )),
        #[cfg(test)]
        Err(panic) if panic.is::<crate::tests::FatalPanic>() => std::panic::resume_unwind(panic),
        Err(_) => {
            tracing::error!("work panicked; what it wrote is undone");
            Err(StoreError::Engine("work panicked".to_owned()))
        }
    }
}
