//! Telling of what happens often: once a second.

use std::time::Duration;

/// The time between two reports.
const INTERVAL: Duration = Duration::from_secs(1);

/// An event that is frequent, and the time of its last report.
#[derive(Default)]
pub(crate) struct OncePerSecond {
    text_at: Option<Duration>,
    /// How often it has happened since.
    unreported: u64,
}

impl OncePerSecond {
    /// Counts an event. If it is to be reported, returns how many events before it were not.
    pub(crate) fn occurred(&mut self, now: Duration) -> Option<u64> {
        if self
            .text_at
            .is_some_and(|text_at| now.abs_diff(text_at) < INTERVAL)
        {
            self.unreported += 1;
            return None;
        }
        self.text_at = Some(now);
        Some(std::mem::take(&mut self.unreported))
    }
}
