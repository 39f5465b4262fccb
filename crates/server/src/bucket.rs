//! Token buckets (GCRA): each is one number, the time when it will be full. Memory is bounded: keys that do
//! not fit share one bucket, so inventing keys gains nothing.

use std::collections::HashMap;
use std::hash::Hash;
use std::time::Duration;

/// How many buckets are kept.
const KEPT: usize = 10_000;

/// How often full buckets are looked for where there is no room for another.
const SWEEPING: Duration = Duration::from_secs(1);

/// How fast a bucket fills, and how much it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// The time in which one request is given back.
    pub period: Duration,
    /// How many requests a full bucket holds.
    pub burst: u32,
}

impl Rate {
    fn whole(self) -> Duration {
        self.period * self.burst
    }
}

/// A bucket, full at first.
#[derive(Debug, Default)]
pub(crate) struct Bucket {
    /// When it will be full, if nothing is taken from it until then; since the epoch.
    full_at: Duration,
}

impl Bucket {
    /// Takes one request's part out of it; false if it is empty.
    pub(crate) fn take(&mut self, rate: Rate, now: Duration) -> bool {
        // An empty bucket is full after a known time, even if the clock was set back.
        self.full_at = self.full_at.clamp(now, now + rate.whole());
        let has_one = self.full_at + rate.period <= now + rate.whole();
        if has_one {
            self.full_at += rate.period;
        }
        has_one
    }

    /// Puts one request's part back.
    pub(crate) fn give_back(&mut self, rate: Rate, now: Duration) {
        self.full_at = self.full_at.saturating_sub(rate.period).max(now);
    }

    /// The first moment at which something can be taken.
    pub(crate) fn next_at(&self, rate: Rate) -> Duration {
        (self.full_at + rate.period).saturating_sub(rate.whole())
    }
}

/// Values with a bucket each, by key.
#[derive(Debug)]
pub(crate) struct Buckets<K, V> {
    kept: HashMap<K, V>,
    shared: V,
    swept_at: Option<Duration>,
}

impl<K, V: Default> Default for Buckets<K, V> {
    fn default() -> Self {
        Self {
            kept: HashMap::new(),
            shared: V::default(),
            swept_at: None,
        }
    }
}

impl<K: Eq + Hash, V: AsRef<Bucket> + Default> Buckets<K, V> {
    /// The value of a key. Where there is no room, values with full buckets are forgotten, as they are
    /// as good as new; where there are none, the key shares a value with all others that have no own.
    pub(crate) fn of(&mut self, key: K, now: Duration) -> &mut V {
        if self.kept.len() >= KEPT && !self.kept.contains_key(&key) {
            self.sweep(now);
            if self.kept.len() >= KEPT {
                return &mut self.shared;
            }
        }
        self.kept.entry(key).or_default()
    }

    /// The value of a key as it is; none if nothing was taken from its bucket.
    pub(crate) fn peek(&self, key: &K) -> Option<&V> {
        let shared = || (self.kept.len() >= KEPT).then_some(&self.shared);
        self.kept.get(key).or_else(shared)
    }

    fn sweep(&mut self, now: Duration) {
        let is_soon = |swept_at: Duration| now.abs_diff(swept_at) < SWEEPING;
        if !self.swept_at.is_some_and(is_soon) {
            self.swept_at = Some(now);
            self.kept.retain(|_, value| value.as_ref().full_at > now);
        }
    }
}

impl AsRef<Self> for Bucket {
    fn as_ref(&self) -> &Self {
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RATE: Rate = Rate {
        period: Duration::from_millis(500),
        burst: 5,
    };

    fn at(milliseconds: u64) -> Duration {
        Duration::from_millis(1_000_000 + milliseconds)
    }

    fn passed(bucket: &mut Bucket, now: Duration, asked: usize) -> usize {
        (0..asked).filter(|_| bucket.take(RATE, now)).count()
    }

    #[test]
    fn a_full_bucket_lets_its_burst_pass_and_then_what_flows_in() {
        let mut bucket = Bucket::default();
        assert_eq!(passed(&mut bucket, at(0), 10), 5);
        assert_eq!(passed(&mut bucket, at(499), 10), 0);
        assert_eq!(passed(&mut bucket, at(500), 10), 1);
        assert_eq!(passed(&mut bucket, at(1_500), 10), 2);
        assert_eq!(passed(&mut bucket, at(60_000), 10), 5);
    }

    #[test]
    fn a_clock_that_is_set_back_costs_no_more_than_an_empty_bucket() {
        let mut bucket = Bucket::default();
        assert_eq!(passed(&mut bucket, at(900_000), 5), 5);
        assert_eq!(passed(&mut bucket, at(0), 1), 0);
        assert_eq!(passed(&mut bucket, at(2_500), 10), 5);
    }

    #[test]
    fn an_empty_bucket_says_when_there_is_something_to_take() {
        let mut bucket = Bucket::default();
        passed(&mut bucket, at(0), 5);

        let next = bucket.next_at(RATE);

        assert_eq!(next, at(500));
        assert_eq!(passed(&mut bucket, at(499), 1), 0);
        assert_eq!(passed(&mut bucket, next, 1), 1);
    }

    #[test]
    fn ever_new_keys_share_what_is_left_and_do_not_fill_the_buckets_of_others() {
        let mut buckets = Buckets::<usize, Bucket>::default();
        for key in 0..KEPT {
            assert_eq!(passed(buckets.of(key, at(0)), at(0), 10), 5);
        }

        let more = (KEPT..2 * KEPT).map(|key| passed(buckets.of(key, at(1)), at(1), 10));

        assert_eq!(more.sum::<usize>(), 5, "all of them have one bucket");
        assert_eq!(
            passed(buckets.of(0, at(1)), at(1), 10),
            0,
            "no bucket was emptied or filled"
        );
        assert_eq!(buckets.kept.len(), KEPT);
    }

    #[test]
    fn full_buckets_give_way_to_new_ones() {
        let mut buckets = Buckets::<usize, Bucket>::default();
        for key in 0..KEPT {
            passed(buckets.of(key, at(0)), at(0), 5);
        }

        assert_eq!(passed(buckets.of(KEPT, at(5_000)), at(5_000), 10), 5);

        assert_eq!(buckets.kept.len(), 1);
    }
}
