//! What a run notes while it goes on.

use std::sync::{Mutex, MutexGuard, PoisonError};

use roster_plan::{Counts, Progress, Record, State};

use crate::error::Error;
use crate::runs::Run;

/// Watches a run.
pub trait Watch: Sync {
    /// A call is about to be made, or a change has an outcome.
    fn progressed(&self, counts: Counts);
}

impl Watch for () {
    fn progressed(&self, _: Counts) {}
}

/// Where every change of a run stands, on disk and in memory.
pub(crate) struct Notes<'a> {
    run: &'a Run,
    progress: Mutex<Progress>,
    watch: &'a dyn Watch,
}

impl<'a> Notes<'a> {
    pub(crate) fn of(run: &'a Run, watch: &'a dyn Watch) -> Self {
        Self {
            run,
            progress: Mutex::new(run.progress.clone()),
            watch,
        }
    }

    /// Whether a call was begun whose outcome is unknown.
    pub(crate) fn is_in_doubt(&self, place: usize) -> bool {
        self.progress().states()[place] == State::InDoubt
    }

    /// Writes a record, and counts it. It is on disk when this returns, except that a change was made: the next flush takes that
    /// along. If the power fails before, a resumed run looks, and finds the change made.
    pub(crate) fn note(&self, record: &Record) -> Result<(), Error> {
        self.run.journal.add(record)?;
        if !matches!(record, Record::Done { .. }) {
            self.run.journal.flush()?;
        }
        let counts = {
            let mut progress = self.progress();
            progress.note(record);
            progress.counts()
        };
        self.watch.progressed(counts);
        Ok(())
    }

    /// Where every change stands in the end, and whether all of it is on disk.
    pub(crate) fn end(self) -> (Progress, Result<(), Error>) {
        let flushed = self.run.journal.flush();
        let progress = self.progress.into_inner();
        (progress.unwrap_or_else(PoisonError::into_inner), flushed)
    }

    fn progress(&self) -> MutexGuard<'_, Progress> {
        self.progress.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
