//! What surrounds the process: variables, the clock, waiting. Their only home in this crate.

use std::path::PathBuf;
use std::time::{Duration, SystemTime};

/// A variable that is set and not empty.
pub(crate) fn variable(name: &str) -> Option<String> {
    set_variable(name).filter(|value| !value.is_empty())
}

/// A variable that is set, be it to nothing.
#[allow(
    clippy::disallowed_methods,
    reason = "the AWS CLI is configured by its environment, which is read here"
)]
pub(crate) fn set_variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// Where the person's files are.
pub(crate) fn home() -> Option<PathBuf> {
    variable("HOME").map(PathBuf::from)
}

/// The time by which requests are signed.
#[allow(clippy::disallowed_methods, reason = "a signature needs the real time")]
pub(crate) fn now() -> SystemTime {
    SystemTime::now()
}

/// Lets a busy service recover before the next attempt.
#[allow(
    clippy::disallowed_methods,
    reason = "backing off is waiting for time to pass"
)]
pub(crate) fn wait(duration: Duration) {
    std::thread::sleep(duration);
}
