//! The time, and waiting for it to pass. Their only home in this crate.

use std::time::{Duration, SystemTime};

/// The time by which requests are signed.
#[allow(clippy::disallowed_methods, reason = "a signature needs the real time")]
pub(crate) fn now() -> SystemTime {
    SystemTime::now()
}

/// A clock that retries and pauses between calls are timed by.
pub trait Clock {
    /// Seconds since a fixed moment; of the system's clock, since the start of 1970.
    fn seconds(&self) -> f64;

    /// Waits.
    fn wait(&self, duration: Duration);
}

/// The system's clock.
#[derive(Clone, Copy, Debug)]
pub struct SystemClock;

impl Clock for SystemClock {
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
