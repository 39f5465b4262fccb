//! The states of a job, one after the other. Pure.

use std::time::{Duration, SystemTime};

use roster_domain::records::{Job, JobState};
use roster_domain::truncate_chars;

/// How much of an error is kept.
const ERROR_CHARACTERS: usize = 200;

/// The job while an attempt runs: no other attempt begins until the lease ends.
pub(crate) fn claimed(job: &Job, now: SystemTime, lease: Duration) -> Job {
    let mut claimed = later(job, now + lease);
    claimed.attempts = job.attempts.saturating_add(1);
    claimed
}

/// The job after a failed attempt that is not its last.
pub(crate) fn to_be_retried(job: &Job, at: SystemTime, error: &str) -> Job {
    let mut retried = later(job, at);
    retried.last_error = Some(truncate_chars(error, ERROR_CHARACTERS).to_owned());
    retried
}

/// The job after its last attempt.
pub(crate) fn dead(job: &Job, now: SystemTime, error: &str) -> Job {
    let mut dead = to_be_retried(job, now, error);
    dead.state = JobState::Dead;
    dead
}

/// A recurring job before its next occurrence. The error is that of the last one.
pub(crate) fn next_occurrence(job: &Job, at: SystemTime, error: Option<&str>) -> Job {
    let mut next = match error {
        Some(error) => to_be_retried(job, at, error),
        None => Job {
            last_error: None,
            ..later(job, at)
        },
    };
    next.attempts = 0;
    next
}

/// A dead job that is due again, with all its attempts.
pub(crate) fn revived(job: &Job, now: SystemTime) -> Job {
    let mut revived = later(job, now);
    (revived.state, revived.attempts) = (JobState::Waiting, 0);
    revived
}

fn later(job: &Job, due: SystemTime) -> Job {
    Job {
        due: due.into(),
        version: job.version + 1,
        ..job.clone()
    }
}
