//! When a recurring job is due.

use std::time::{Duration, SystemTime};

use ring::digest::{SHA256, digest};
use roster_domain::Id;
use roster_domain::records::Job;
use roster_store::{StoreError, Transaction, WriteError};
use serde_json::Value;

use crate::step::{Step, failed};

/// When a recurring job is due: at every multiple of a period since 1970, UTC. So all servers agree, and a late
/// occurrence does not make the next one late. Occurrences that passed while no server ran are not made up for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Schedule {
    period: Duration,
}

impl Schedule {
    /// Once in each period, of a millisecond at least.
    pub fn every(period: Duration) -> Self {
        let period = period.max(Duration::from_millis(1));
        Self { period }
    }

    /// The first occurrence after a time.
    pub(crate) fn next(self, after: SystemTime) -> SystemTime {
        let since = after.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        let period = self.period.as_nanos();
        let occurrence = (since.as_nanos() / period + 1) * period;
        SystemTime::UNIX_EPOCH + Duration::from_nanos_u128(occurrence)
    }

    /// The job of a schedule. Its id follows from its type, so that a store has one.
    pub(crate) fn job(self, job_type: &str, now: SystemTime) -> Job {
        let name = digest(&SHA256, format!("schedule {job_type}").as_bytes());
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&name.as_ref()[..16]);
        let job = Job::new(
            Id::from_random(bytes),
            job_type.to_owned(),
            Value::Null,
            now.into(),
        );
        Job {
            due: self.next(now).into(),
            ..job
        }
    }
}

/// Makes the row of a schedule, if it is missing.
pub(crate) struct MakeRow(pub(crate) Job);

impl Step for MakeRow {
    type Output = ();

    async fn take(&self, mut transaction: Transaction<'_>) -> Result<(), StoreError> {
        let Self(job) = self;
        let current: Option<Job> = transaction.get(&Job::key_of(&job.id)).await?;
        let made: Result<(), WriteError> = match current {
            None => transaction.insert(job).await,
            // The period is shorter now, or the clock was ahead.
            Some(current) if current.attempts == 0 && current.due > job.due => {
                let mut earlier = current.clone();
                earlier.due = job.due;
                earlier.version += 1;
                transaction.update(&current, &earlier).await
            }
            Some(_) => Ok(()),
        };
        made.map_err(failed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: Duration = Duration::from_hours(24);

    fn at(seconds: u64) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
    }

    #[test]
    fn a_daily_job_is_due_at_midnight() {
        let midnight = 20_000 * DAY.as_secs();

        assert_eq!(Schedule::every(DAY).next(at(midnight - 1)), at(midnight));
        assert_eq!(Schedule::every(DAY).next(at(midnight)), at(midnight) + DAY);
        assert_eq!(Schedule::every(DAY).next(at(midnight + 1)), at(midnight) + DAY);
    }

    #[test]
    fn each_type_has_one_row() {
        let job = |job_type: &str| Schedule::every(DAY).job(job_type, at(1)).id;

        assert_eq!(job("trim"), job("trim"));
        assert_ne!(job("trim"), job("export"));
    }
}
