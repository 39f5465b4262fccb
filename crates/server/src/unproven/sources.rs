//! A bucket for each source, out of which every refusal of a request that proves nothing takes a part.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::bucket::{Bucket, Buckets, Rate};
use crate::source::Source;

/// How many requests that prove nothing are answered, for each source.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SourceLimit {
    /// 50 a second and 500 at once; of this machine 5,000 a second and 50,000 at once.
    #[default]
    Usual,
    /// As many as come.
    Off,
    /// At this rate, wherever they come from.
    Rate(Rate),
}

impl SourceLimit {
    fn rate(self, source: Source) -> Option<Rate> {
        match self {
            Self::Off => None,
            Self::Rate(rate) => Some(rate),
            Self::Usual if source.is_loopback() => Some(Rate {
                period: Duration::from_micros(200),
                burst: 50_000,
            }),
            Self::Usual => Some(Rate {
                period: Duration::from_millis(20),
                burst: 500,
            }),
        }
    }
}

/// The buckets of all sources.
#[derive(Default)]
pub(crate) struct Sources {
    buckets: Mutex<Buckets<Source, Bucket>>,
    /// Until when some bucket is empty, in milliseconds since the epoch: at other times no bucket need be
    /// looked at.
    empty_until: AtomicU64,
}

impl Sources {
    /// Takes the part of one refusal out of the bucket of its source.
    pub(crate) fn take(&self, limit: SourceLimit, source: Source, now: SystemTime) {
        let Some(rate) = limit.rate(source) else { return };
        let now = since_epoch(now);
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        let bucket = buckets.of(source, now);
        bucket.take(rate, now);
        let next_at = bucket.next_at(rate);
        if next_at > now {
            self.empty_until
                .fetch_max(milliseconds(next_at), Ordering::Relaxed);
        }
    }

    /// Whether the bucket of a source is empty.
    pub(crate) fn is_exhausted(&self, limit: SourceLimit, source: Source, now: SystemTime) -> bool {
        let now = since_epoch(now);
        if milliseconds(now) > self.empty_until.load(Ordering::Relaxed) {
            return false;
        }
        let buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        let bucket = limit.rate(source).zip(buckets.peek(&source));
        bucket.is_some_and(|(rate, bucket)| bucket.next_at(rate) > now)
    }
}

fn since_epoch(time: SystemTime) -> Duration {
    time.duration_since(UNIX_EPOCH).unwrap_or_default()
}

fn milliseconds(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(last: u8) -> Source {
        Source::of([192, 0, 2, last].into())
    }

    fn at(milliseconds: u64) -> SystemTime {
        UNIX_EPOCH + Duration::from_secs(1_000_000) + Duration::from_millis(milliseconds)
    }

    #[test]
    fn a_source_is_exhausted_after_its_burst_until_something_flows_in() {
        let (sources, limit) = (Sources::default(), SourceLimit::Usual);
        for _ in 0..499 {
            sources.take(limit, source(1), at(0));
        }
        assert!(!sources.is_exhausted(limit, source(1), at(0)));

        sources.take(limit, source(1), at(0));

        assert!(sources.is_exhausted(limit, source(1), at(0)));
        assert!(sources.is_exhausted(limit, source(1), at(19)));
        assert!(!sources.is_exhausted(limit, source(1), at(20)));
        assert!(!sources.is_exhausted(limit, source(2), at(0)), "another source");
    }

    #[test]
    fn this_machine_has_a_larger_bucket_unless_a_rate_is_set() {
        let this_machine = Source::of([127, 0, 0, 1].into());
        let one = SourceLimit::Rate(Rate {
            period: Duration::from_secs(1),
            burst: 1,
        });
        let exhausted_by = |limit, source, count| {
            let sources = Sources::default();
            (0..count).for_each(|_| sources.take(limit, source, at(0)));
            sources.is_exhausted(limit, source, at(0))
        };

        assert!(exhausted_by(SourceLimit::Usual, source(1), 500));
        assert!(!exhausted_by(SourceLimit::Usual, this_machine, 500));
        assert!(exhausted_by(SourceLimit::Usual, this_machine, 50_000));
        assert!(exhausted_by(one, this_machine, 1));
        assert!(!exhausted_by(SourceLimit::Off, source(1), 50_000));
    }
}
