//! What an administrator does with jobs.

use std::time::SystemTime;

use roster_domain::Id;
use roster_domain::audit::{AuditRecord, Change};
use roster_domain::records::{Job, JobState};
use roster_store::{Store, StoreError, Transaction};
use thiserror::Error;

use crate::handler::Completion;
use crate::lifecycle;
use crate::replace::Replace;
use crate::step::{self, Step};

/// How many jobs are read at once.
const PAGE: usize = 1000;

/// Why a job was not retried or discarded.
#[derive(Debug, Error)]
pub enum AdministrationError {
    /// There is none.
    #[error("there is no job {0}: see `roster jobs list`")]
    Missing(Id),
    /// It is still tried.
    #[error("job {0} is not dead, so it is tried again anyway: see `roster jobs list` for when")]
    NotDead(Id),
    /// It changed at the same time: an attempt has begun or ended.
    #[error("job {0} changed at the same moment: see `roster jobs list`, and try again")]
    Changed(Id),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// At most `limit` jobs in a state, or in any, in the order of their due times.
pub async fn list(store: &dyn Store, state: Option<JobState>, limit: usize) -> Result<Vec<Job>, StoreError> {
    step::read(store, List { state, limit }).await
}

/// Makes a dead job due now, with all its attempts and what goes with that, and records it.
pub async fn retry(
    store: &dyn Store,
    id: &Id,
    now: SystemTime,
    record: AuditRecord,
    left_by: impl FnOnce(&Job) -> Completion,
) -> Result<(), AdministrationError> {
    let job = find(store, id).await?;
    if job.state != JobState::Dead {
        return Err(AdministrationError::NotDead(id.clone()));
    }
    let revived = lifecycle::revived(&job, now);
    let completion = left_by(&job);
    replace(store, job, Some(revived), completion, record).await
}

/// Removes a job with what it leaves, and records that. If an attempt runs, its result is lost.
pub async fn discard(
    store: &dyn Store,
    id: &Id,
    record: AuditRecord,
    left_by: impl FnOnce(&Job) -> Completion,
) -> Result<(), AdministrationError> {
    let job = find(store, id).await?;
    let completion = left_by(&job);
    replace(store, job, None, completion, record).await
}

async fn find(store: &dyn Store, id: &Id) -> Result<Job, AdministrationError> {
    let found = step::read(store, Find(id.clone())).await?;
    found.ok_or_else(|| AdministrationError::Missing(id.clone()))
}

async fn replace(
    store: &dyn Store,
    old: Job,
    new: Option<Job>,
    completion: Completion,
    mut record: AuditRecord,
) -> Result<(), AdministrationError> {
    let id = old.id.clone();
    let state = |job: &Job| job.state.name().into();
    record.changes.push(Change {
        record: "job".to_owned(),
        member: id.to_string(),
        before: Some(state(&old)),
        after: new.as_ref().map(state),
        ..Change::default()
    });
    let completion = completion.with_audit(record);
    if step::write(store, Replace { old, new, completion }).await? {
        Ok(())
    } else {
        Err(AdministrationError::Changed(id))
    }
}

struct Find(Id);

impl Step for Find {
    type Output = Option<Job>;

    async fn take(&self, mut transaction: Transaction<'_>) -> Result<Option<Job>, StoreError> {
        transaction.get(&Job::key_of(&self.0)).await
    }
}

struct List {
    state: Option<JobState>,
    limit: usize,
}

impl Step for List {
    type Output = Vec<Job>;

    async fn take(&self, mut transaction: Transaction<'_>) -> Result<Vec<Job>, StoreError> {
        let mut jobs = Vec::new();
        for state in [JobState::Waiting, JobState::Dead] {
            if self.state.is_some_and(|wanted| wanted != state) {
                continue;
            }
            let (prefix, mut after) = (Job::in_state(state), None);
            while jobs.len() < self.limit {
                let limit = PAGE.min(self.limit - jobs.len());
                let page = transaction.page(Job::DUE, &prefix, after.as_ref(), limit).await?;
                jobs.extend(page.records);
                match page.next {
                    Some(next) => after = Some(next),
                    None => break,
                }
            }
        }
        Ok(jobs)
    }
}
