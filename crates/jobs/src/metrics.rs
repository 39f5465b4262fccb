//! What the jobs of a server come to.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// How an attempt ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// The job is done.
    Succeeded,
    /// It will be tried again.
    Failed,
    /// It failed and was the last attempt.
    GaveUp,
    /// Its lease had run out, or the job was discarded: the result did not count.
    Lost,
}

impl Outcome {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Succeeded, Self::Failed, Self::GaveUp, Self::Lost];

    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Succeeded => "succeeded",
            Self::Failed => "failed",
            Self::GaveUp => "gave_up",
            Self::Lost => "lost",
        }
    }
}

/// The jobs of a store, when they were last counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// How many are waiting, those of running attempts among them.
    pub waiting: u64,
    /// How many are dead.
    pub dead: u64,
    /// For how long the oldest has been due; zero if none is.
    pub oldest_due: Duration,
}

/// What the jobs of a server come to.
#[derive(Debug, Default)]
pub struct JobMetrics {
    running: AtomicU64,
    attempts: Mutex<BTreeMap<(&'static str, Outcome), u64>>,
    counts: Mutex<Option<Counts>>,
}

impl JobMetrics {
    /// How many attempts run on this server.
    pub fn running(&self) -> u64 {
        self.running.load(Ordering::Relaxed)
    }

    /// How many attempts of this server ended how, for each type.
    pub fn attempts(&self) -> Vec<(&'static str, Outcome, u64)> {
        let attempts = locked(&self.attempts);
        let attempts = attempts.iter();
        attempts
            .map(|((job_type, outcome), count)| (*job_type, *outcome, *count))
            .collect()
    }

    /// The jobs of the store; none if the server has no types of jobs, or has not counted them yet.
    pub fn counts(&self) -> Option<Counts> {
        *locked(&self.counts)
    }

    /// What has not happened yet has happened no times.
    pub(crate) fn begin_at_zero(&self, job_type: &'static str) {
        let mut attempts = locked(&self.attempts);
        attempts.extend(Outcome::ALL.map(|outcome| ((job_type, outcome), 0)));
    }

    pub(crate) fn ended(&self, job_type: &'static str, outcome: Outcome) {
        *locked(&self.attempts).entry((job_type, outcome)).or_default() += 1;
    }

    pub(crate) fn counted(&self, counts: Counts) {
        *locked(&self.counts) = Some(counts);
    }

    /// One more attempt, as long as what is returned is kept.
    pub(crate) fn run(&self) -> Running<'_> {
        self.running.fetch_add(1, Ordering::Relaxed);
        Running(self)
    }
}

pub(crate) struct Running<'m>(&'m JobMetrics);

impl Drop for Running<'_> {
    fn drop(&mut self) {
        self.0.running.fetch_sub(1, Ordering::Relaxed);
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
