//! Minutes, by which the audit sums up requests that have no records of their own.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// A minute: how many whole ones were over when it began, since the epoch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Minute(u64);

impl Minute {
    /// The minute of a time.
    pub(crate) fn of(time: SystemTime) -> Self {
        let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
        Self(since.as_secs() / 60)
    }

    /// Whether it is over in another minute. What was under way when a minute ended belongs to the next; a clock that
    /// was set back ends a minute as well.
    pub(crate) const fn is_over_in(self, now: Self) -> bool {
        now.0 != self.0 && now.0 + 1 != self.0
    }

    /// When it began.
    pub(crate) fn began(self) -> SystemTime {
        UNIX_EPOCH + Duration::from_mins(self.0)
    }
}
