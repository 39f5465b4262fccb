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

/// The time, and waiting for it to pass.
pub(crate) trait Clock {
    /// Seconds since some beginning.
    fn seconds(&self) -> f64;

    /// Waits.
    fn wait(&self, duration: Duration);
}

/// The machine's own.
pub(crate) struct MachineClock;

impl Clock for MachineClock {
    fn seconds(&self) -> f64 {
        let since_epoch = now().duration_since(SystemTime::UNIX_EPOCH);
        since_epoch.unwrap_or_default().as_secs_f64()
    }

    #[allow(
        clippy::disallowed_methods,
        reason = "backing off is waiting for time to pass"
    )]
    fn wait(&self, duration: Duration) {
        std::thread::sleep(duration);
    }
}
