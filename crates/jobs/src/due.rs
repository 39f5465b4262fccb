//! Finding the jobs that are due.

use std::sync::Arc;
use std::time::Duration;

use roster_domain::records::{Job, JobState};
use roster_model::shapes::Timestamp;
use roster_store::{StoreError, Transaction};

use crate::metrics::Counts;
use crate::step::Step;

/// Finds jobs of some types that are due, the earliest first. Jobs of other types are for servers of other versions.
pub(crate) struct FindDue {
    pub(crate) types: Arc<[&'static str]>,
    pub(crate) now: Timestamp,
    /// How many at most.
    pub(crate) limit: usize,
}

/// What was found.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub(crate) due: Vec<Job>,
    /// When the next job is due, if all that are due now were found.
    pub(crate) next: Option<Timestamp>,
}

impl Step for FindDue {
    type Output = Found;

    async fn take(&self, mut transaction: Transaction<'_>) -> Result<Found, StoreError> {
        let prefix = Job::in_state(JobState::Waiting);
        let (mut found, mut after) = (Found::default(), None);
        loop {
            let page = transaction
                .page::<Job>(Job::DUE, &prefix, after.as_ref(), self.limit)
                .await?;
            let is_known = |job: &Job| self.types.contains(&job.job_type.as_str());
            for job in page.records.into_iter().filter(is_known) {
                if job.due > self.now {
                    found.next = Some(job.due);
                    return Ok(found);
                }
                found.due.push(job);
                if found.due.len() == self.limit {
                    return Ok(found);
                }
            }
            match page.next {
                Some(next) => after = Some(next),
                None => return Ok(found),
            }
        }
    }
}

/// Counts the jobs of all types.
pub(crate) struct CountJobs {
    pub(crate) now: Timestamp,
}

impl Step for CountJobs {
    type Output = Counts;

    async fn take(&self, mut transaction: Transaction<'_>) -> Result<Counts, StoreError> {
        let waiting = Job::in_state(JobState::Waiting);
        let first = transaction.page::<Job>(Job::DUE, &waiting, None, 1).await?;
        let due = first.records.first().map_or(self.now, |job| job.due);
        let late = self.now.milliseconds.saturating_sub(due.milliseconds);
        let dead = Job::in_state(JobState::Dead);
        Ok(Counts {
            waiting: transaction.count::<Job>(Job::DUE, &waiting).await?,
            dead: transaction.count::<Job>(Job::DUE, &dead).await?,
            oldest_due: Duration::from_millis(u64::try_from(late).unwrap_or_default()),
        })
    }
}
