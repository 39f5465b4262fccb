//! Telling of what happens often: once a second.

use std::time::Duration;

/// How often it is told.
const INTERVAL: Duration = Duration::from_secs(1);

/// What happens often, and when it was last told.
#[derive(Default)]
pub(crate) struct OncePerSecond {
    told_at: Option<Duration>,
    /// How often it has happened since.
    untold: u64,
}

impl OncePerSecond {
    /// It has happened once more. If it is to be told, how often it has happened untold before.
    pub(crate) fn occurred(&mut self, now: Duration) -> Option<u64> {
        if self
            .told_at
            .is_some_and(|told_at| now.abs_diff(told_at) < INTERVAL)
        {
            self.untold += 1;
            return None;
        }
        self.told_at = Some(now);
        Some(std::mem::take(&mut self.untold))
    }
}
