//! The one way in which a job changes: only if it is still as it was read.

use roster_domain::records::Job;
use roster_store::{StoreError, Transaction};

use crate::handler::Completion;
use crate::step::{Step, failed};

/// Replaces a state of a job by the next one, or removes it, and makes the changes that go with that. Does nothing
/// if the job is in another state by now: then its lease has run out and another attempt has begun, or it was
/// discarded.
pub(crate) struct Replace {
    pub(crate) old: Job,
    pub(crate) new: Option<Job>,
    pub(crate) completion: Completion,
}

impl Step for Replace {
    /// Whether the job was in the old state.
    type Output = bool;

    async fn take(&self, mut transaction: Transaction<'_>) -> Result<bool, StoreError> {
        let current: Option<Job> = transaction.get(&Job::key_of(&self.old.id)).await?;
        if current.as_ref() != Some(&self.old) {
            return Ok(false);
        }
        match &self.new {
            Some(new) => transaction.update(&self.old, new).await.map_err(failed)?,
            None => transaction.delete(&self.old).await?,
        }
        self.completion.apply(transaction).await?;
        Ok(true)
    }
}
