//! How often operations may be called: token buckets, one per account, Region and operation
//! (docs/decisions/0017-throttling.md).

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use roster_domain::AccountRegion;
use roster_model::operation::Description;
use roster_model::service::Service;

use crate::bucket::{Bucket, Buckets, Rate};
use crate::once_per_second::OncePerSecond;

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

impl Throttle {
    fn rate(self, service: Service) -> Option<Rate> {
        match (self, service) {
            (Self::Off, _)
            | (
                Self::Aws,
                Service::Iam
                | Service::Sts
                | Service::CloudTrail
                | Service::S3
                | Service::Roster
                | Service::Console,
            ) => None,
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
    /// The rate is exceeded. So many refusals were not audited before this one, which is.
    Reported(u64),
    /// The rate is exceeded, and a refusal was audited less than a second ago.
    Unreported,
}

/// The buckets of all operations.
pub(crate) struct OperationBuckets {
    throttle: Throttle,
    buckets: Mutex<Buckets<Place, Throttled>>,
}

/// Account, Region, service and operation. The Region is empty where a service has none of its own, because
/// the client chooses it in the signature.
type Place = (Box<str>, Box<str>, Service, &'static str);

#[derive(Default)]
struct Throttled {
    bucket: Bucket,
    /// How often it refuses.
    once_per_second: OncePerSecond,
}

impl OperationBuckets {
    /// Full buckets.
    pub(crate) fn new(throttle: Throttle) -> Self {
        Self {
            throttle,
            buckets: Mutex::default(),
        }
    }

    /// Takes a request's part out of its bucket, if it is there.
    pub(crate) fn admit(
        &self,
        account_region: &AccountRegion,
        operation: &Description,
        now: SystemTime,
    ) -> Admission {
        let Some(rate) = self.throttle.rate(operation.service) else {
            return Admission::Passed;
        };
        let now = now.duration_since(UNIX_EPOCH).unwrap_or_default();
        let region = match operation.service {
            Service::Connect | Service::CloudTrail | Service::S3 | Service::Roster | Service::Console => {
                account_region.region.clone()
            }
            Service::Iam | Service::Sts => Box::default(),
        };
        let place = (
            account_region.account.clone(),
            region,
            operation.service,
            operation.name,
        );
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        buckets.of(place, now).admit(rate, now)
    }
}

impl AsRef<Bucket> for Throttled {
    fn as_ref(&self) -> &Bucket {
        &self.bucket
    }
}

impl Throttled {
    fn admit(&mut self, rate: Rate, now: Duration) -> Admission {
        if self.bucket.take(rate, now) {
            return Admission::Passed;
        }
        match self.once_per_second.occurred(now) {
            Some(unreported) => Admission::Reported(unreported),
            None => Admission::Unreported,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RATE: Rate = Rate {
        period: Duration::from_millis(500),
        burst: 5,
    };

    #[test]
    fn a_bucket_reports_once_a_second_with_the_number_of_unreported_refusals() {
        let mut throttled = Throttled::default();
        let mut take =
            |milliseconds: u64| throttled.admit(RATE, Duration::from_millis(1_000_000 + milliseconds));
        for _ in 0..5 {
            assert_eq!(take(0), Admission::Passed);
        }
        assert_eq!(take(0), Admission::Reported(0));
        assert_eq!(take(1), Admission::Unreported);
        assert_eq!(take(2), Admission::Unreported);
        assert_eq!(take(999), Admission::Passed);
        assert_eq!(take(999), Admission::Unreported);
        assert_eq!(take(1_400), Admission::Passed);
        assert_eq!(take(1_400), Admission::Reported(3));
    }
}
