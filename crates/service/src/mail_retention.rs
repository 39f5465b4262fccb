//! The job that removes old mails.

#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use roster_domain::Key;
use roster_domain::clock::Clock;
use roster_domain::records::{Job, Mail, MailState};
use roster_jobs::{Completion, Failure, Handler, Schedule};
use roster_model::shapes::Timestamp;
use roster_store::{BoxFuture, Store, StoreError, Transaction, WriteError};

use crate::administration::{Administration, administer};

/// How often old mails are removed.
const PERIOD: Duration = Duration::from_hours(1);

/// How many mails a transaction looks at.
const BATCH: usize = 100;

/// How many transactions there are at most in a period. The next period goes on with what is left.
const BATCHES: usize = 1000;

/// Removes mails of a certain age, whatever became of them; those that are still to be delivered stay.
pub struct MailRetention {
    store: Arc<dyn Store>,
    clock: Arc<dyn Clock>,
    retention: Duration,
}

impl MailRetention {
    /// What keeps the mails of a store for a time.
    pub fn new(store: Arc<dyn Store>, clock: Arc<dyn Clock>, retention: Duration) -> Self {
        Self {
            store,
            clock,
            retention,
        }
    }

    async fn remove_old(&self) -> Result<(), StoreError> {
        let now = self.clock.now();
        let before = now.checked_sub(self.retention).unwrap_or(SystemTime::UNIX_EPOCH);
        let (before, mut after) = (before.into(), None);
        for _ in 0..BATCHES {
            match administer(&*self.store, None, RemoveBatch { before, after }).await? {
                Some(next) => after = Some(next),
                None => break,
            }
        }
        Ok(())
    }
}

impl Handler for MailRetention {
    fn job_type(&self) -> &'static str {
        "remove-old-mail"
    }

    fn run<'a>(&'a self, _job: &'a Job) -> BoxFuture<'a, Result<Completion, Failure>> {
        Box::pin(async {
            let removed = self.remove_old().await;
            removed.map_err(|error| Failure::Transient(error.to_string()))?;
            Ok(Completion::done())
        })
    }

    fn schedule(&self) -> Option<Schedule> {
        Some(Schedule::every(PERIOD))
    }
}

/// Removes the old ones of the next mails in the order of their times.
struct RemoveBatch {
    before: Timestamp,
    after: Option<Key>,
}

impl Administration for RemoveBatch {
    /// The last mail that was looked at, if older ones may follow.
    type Output = Option<Key>;

    async fn run(&self, transaction: &mut Transaction<'_>) -> Result<Option<Key>, WriteError> {
        let (all, after) = (Key::new(), self.after.as_ref());
        let page = transaction
            .page::<Mail>(Mail::BY_TIME, &all, after, BATCH)
            .await?;
        for mail in &page.records {
            if mail.created >= self.before {
                return Ok(None);
            }
            match mail.state {
                MailState::Queued => {}
                MailState::Captured | MailState::Sent => transaction.delete(mail).await?,
                MailState::Failed => {
                    transaction.delete(mail).await?;
                    remove_job(transaction, mail).await?;
                }
            }
        }
        Ok(page.next)
    }
}

/// Removes the dead letter of a mail.
async fn remove_job(transaction: &mut Transaction<'_>, mail: &Mail) -> Result<(), StoreError> {
    match transaction.get::<Job>(&Job::key_of(&mail.id)).await? {
        Some(job) => transaction.delete(&job).await,
        None => Ok(()),
    }
}
