//! The limits of a runner.

use std::time::Duration;

/// The limits of a runner.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// How many attempts run at once, and so how many jobs are claimed at once.
    pub concurrency: usize,
    /// After how long the runner looks for jobs again that others have stored.
    pub poll_interval: Duration,
    /// How long attempts that run at the stop of the server may take to finish.
    pub stop_time: Duration,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            concurrency: 8,
            poll_interval: Duration::from_secs(5),
            stop_time: Duration::from_secs(10),
        }
    }
}
