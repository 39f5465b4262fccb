//! What does the jobs of a type.

use std::time::Duration;

use roster_domain::Id;
use roster_domain::audit::AuditRecord;
use roster_domain::records::Job;
use roster_model::shapes::Timestamp;
use roster_store::{BoxFuture, StoreError, Transaction, WriteError};
use serde_json::Value;

use crate::enqueue::enqueue;
use crate::schedule::Schedule;
use crate::step::failed;

/// What does the jobs of a type.
pub trait Handler: Send + Sync + 'static {
    /// The name of the type. It is stored with each job, so it never changes.
    fn job_type(&self) -> &'static str;

    /// Makes one attempt, outside of any transaction. Another attempt may have done all of it already, and its
    /// server may have died before it could say so.
    fn run<'a>(&'a self, job: &'a Job) -> BoxFuture<'a, Result<Completion, Failure>>;

    /// What a job leaves that is dead now. Its last attempt has failed.
    fn gave_up(&self, _job: &Job) -> Completion {
        Completion::done()
    }

    /// How long no other attempt at the job begins. If its server dies, the job is tried again after that. An attempt has
    /// nine tenths of it: the rest is for storing that it took too long.
    fn lease(&self) -> Duration {
        Duration::from_mins(5)
    }

    /// How many attempts there are.
    fn max_attempts(&self) -> u32 {
        10
    }

    /// When the job recurs. Then there is one job of the type, which is made when a server starts and is never dead:
    /// after its last attempt it waits for its next occurrence.
    fn schedule(&self) -> Option<Schedule> {
        None
    }
}

/// Changes of records. They may be undone and made again.
pub type Changes =
    Box<dyn for<'a> Fn(&'a mut Transaction<'_>) -> BoxFuture<'a, Result<(), WriteError>> + Send + Sync>;

/// What an attempt that succeeded leaves, in the transaction that removes the job.
#[derive(Default)]
pub struct Completion {
    changes: Option<Changes>,
    audit: Option<AuditRecord>,
}

impl Completion {
    /// Nothing more: the job is done.
    pub fn done() -> Self {
        Self::default()
    }

    /// Makes these changes too, such as another job. Changes of audited records need an audit record.
    #[must_use]
    pub fn with_changes(mut self, changes: Changes) -> Self {
        self.changes = Some(changes);
        self
    }

    /// Leaves another job, which is due at once.
    #[must_use]
    pub fn with_job(self, id: Id, job_type: &'static str, payload: Value, now: Timestamp) -> Self {
        self.with_changes(Box::new(move |transaction| {
            let (id, payload) = (id.clone(), payload.clone());
            Box::pin(enqueue(transaction, id, job_type, payload, now, now))
        }))
    }

    /// Writes this audit record too; the changes are added to it.
    #[must_use]
    pub fn with_audit(mut self, record: AuditRecord) -> Self {
        self.audit = Some(record);
        self
    }

    pub(crate) async fn apply(&self, mut transaction: Transaction<'_>) -> Result<(), StoreError> {
        if let Some(changes) = &self.changes {
            changes(&mut transaction).await.map_err(failed)?;
        }
        let (rows, changes) = transaction.into_changes();
        match &self.audit {
            Some(record) => {
                let mut record = record.clone();
                record.changes.extend(changes);
                rows.audit(&record).await
            }
            None if changes.is_empty() => Ok(()),
            None => Err(StoreError::Engine(
                "a job changed records without an audit record".to_owned(),
            )),
        }
    }
}

/// Why an attempt failed. The text is kept with the job and shown in lists: it is short and holds no personal data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// Another attempt may succeed.
    Transient(String),
    /// No attempt can succeed: the job is dead at once.
    Permanent(String),
}

impl Failure {
    pub(crate) fn text(&self) -> &str {
        match self {
            Self::Transient(text) | Self::Permanent(text) => text,
        }
    }
}
