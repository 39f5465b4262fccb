//! How often operations may be called: token buckets, one per account, Region and operation
//! (docs/decisions/0012-throttling.md).

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use roster_domain::AccountRegion;
use roster_model::operation::Description;
use roster_model::service::Service;

use crate::telling::Telling;

/// How many buckets are kept. Where there are more, all are full again: that a caller can have as
/// many as there are names of Regions must not fill the memory.
const BUCKETS: usize = 10_000;

/// How often operations may be called.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Throttle {
    /// As often as one likes.
    #[default]
    Off,
    /// Those of Connect's twice a second, five at once. Source: the Amazon Connect administrator guide
    /// on API throttling quotas.
    Aws,
    /// Every operation of every service at this rate.
    Rate(Rate),
}

/// How fast a bucket fills, and how much it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// The time in which one request is given back.
    pub period: Duration,
    /// How many requests a full bucket holds.
    pub burst: u32,
}

impl Throttle {
    fn rate(self, service: Service) -> Option<Rate> {
        match (self, service) {
            (Self::Off, _) | (Self::Aws, Service::Iam | Service::Sts | Service::CloudTrail) => None,
            (Self::Aws, Service::Connect) => Some(Rate {
                period: Duration::from_millis(500),
                burst: 5,
            }),
            (Self::Rate(rate), _) => Some(rate),
        }
    }
}

/// What becomes of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Admission {
    /// It may pass.
    Passed,
    /// There are too many; so many were refused unheard before this one was to be told.
    Told(u64),
    /// There are too many, as was told a moment ago.
    Untold,
}

/// The buckets.
#[derive(Default)]
pub(crate) struct Buckets(Mutex<HashMap<Place, Bucket>>);

type Place = (AccountRegion, Service, &'static str);

#[derive(Default)]
struct Bucket {
    /// When it will be full, if nobody asks any more; since the epoch.
    full_at: Duration,
    /// How often it refuses.
    telling: Telling,
}

impl Buckets {
    /// Takes a request's part out of its bucket, if it is there.
    pub(crate) fn admit(
        &self,
        throttle: Throttle,
        home: &AccountRegion,
        operation: &Description,
        now: SystemTime,
    ) -> Admission {
        let Some(rate) = throttle.rate(operation.service) else {
            return Admission::Passed;
        };
        let now = now.duration_since(UNIX_EPOCH).unwrap_or_default();
        let place = (home.clone(), operation.service, operation.name);
        let mut buckets = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= BUCKETS && !buckets.contains_key(&place) {
            buckets.clear();
        }
        buckets.entry(place).or_default().take(rate, now)
    }
}

impl Bucket {
    fn take(&mut self, rate: Rate, now: Duration) -> Admission {
        let whole = rate.period * rate.burst;
        // An empty bucket is full after a known time, even if the clock was set back.
        self.full_at = self.full_at.clamp(now, now + whole);
        if self.full_at + rate.period <= now + whole {
            self.full_at += rate.period;
            return Admission::Passed;
        }
        match self.telling.happened(now) {
            Some(untold) => Admission::Told(untold),
            None => Admission::Untold,
        }
    }
}

#[cfg(test)]
mod tests {
    use roster_model::operations;

    use super::*;

    const RATE: Rate = Rate {
        period: Duration::from_millis(500),
        burst: 5,
    };

    fn at(milliseconds: u64) -> Duration {
        Duration::from_millis(1_000_000 + milliseconds)
    }

    fn passed(bucket: &mut Bucket, now: Duration, asked: usize) -> usize {
        let passed = (0..asked).filter(|_| bucket.take(RATE, now) == Admission::Passed);
        passed.count()
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
    fn a_bucket_tells_once_a_second_and_how_many_it_did_not_tell_of() {
        let mut bucket = Bucket::default();
        passed(&mut bucket, at(0), 5);
        let mut take = |milliseconds| bucket.take(RATE, at(milliseconds));
        assert_eq!(take(0), Admission::Told(0));
        assert_eq!(take(1), Admission::Untold);
        assert_eq!(take(2), Admission::Untold);
        assert_eq!(take(999), Admission::Passed);
        assert_eq!(take(999), Admission::Untold);
        assert_eq!(take(1_400), Admission::Passed);
        assert_eq!(take(1_400), Admission::Told(3));
    }

    #[test]
    fn no_more_buckets_are_kept_than_fit() {
        let buckets = Buckets::default();
        let operation = operations::find(Service::Connect, "ListInstances").unwrap();
        for number in 0..=BUCKETS {
            let home = AccountRegion::of_region(&format!("{number:012}"), "us-east-1").unwrap();
            buckets.admit(Throttle::Aws, &home, operation, UNIX_EPOCH);
        }
        assert_eq!(buckets.0.lock().unwrap().len(), 1);
    }
}
