//! The job that removes old records from the audit, once they are delivered (docs/decisions/0066-retention-of-the-audit.md).

#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use roster_audit_delivery::{DeliveryError, delivered};
use roster_domain::audit::{ChainHead, Head, REGISTER, verify_link};
use roster_domain::records::Job;
use roster_jobs::{Completion, Failure, Handler, Schedule};
use roster_model::shapes::Timestamp;
use roster_store::{
    AuditHeadError, AuditHeadReader, AuditLog, BoxFuture, Checkpoints, StoreError, Transaction, WriteError,
};
use thiserror::Error;

use crate::administration::{Administration, administer};
use crate::audit_checkpoints::{Noted, checkpoints, note};
use crate::audit_signing_keys::{SigningKeyError, find};
use crate::delivered_audit::DeliveredAudit;

/// How often old records are removed.
const PERIOD: Duration = Duration::from_hours(1);

/// How many records are read at once, and removed in one transaction.
const CHUNK: usize = 1000;

/// Removes delivered records of a certain age.
pub struct AuditRetention {
    audit: DeliveredAudit,
    retention: Duration,
}

/// Why nothing is removed.
#[derive(Debug, Error)]
enum RetentionError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Keys(#[from] SigningKeyError),
    #[error(transparent)]
    Delivery(#[from] DeliveryError),
    #[error(transparent)]
    Register(#[from] AuditHeadError),
    #[error("{0}")]
    Log(String),
    #[error("the reading panicked")]
    Panicked,
}

/// What is to be removed of a chain.
#[derive(Debug)]
struct Removal {
    chain: String,
    /// Where a check of the chain begins now.
    beginning: Head,
    /// The number of the first record that is there.
    first: u64,
    /// Where it is to begin.
    until: Head,
}

impl AuditRetention {
    /// What keeps the records of an audit for a time, after their delivery.
    pub const fn new(audit: DeliveredAudit, retention: Duration) -> Self {
        Self { audit, retention }
    }

    async fn remove_old(&self) -> Result<(), RetentionError> {
        let removals = self.removals().await?;
        self.note(&removals).await?;
        for removal in &removals {
            self.remove(removal).await?;
        }
        Ok(())
    }

    /// What is to be removed now.
    async fn removals(&self) -> Result<Vec<Removal>, RetentionError> {
        let Some(keys) = find(&*self.audit.store, &self.audit.secret_ciphers).await? else {
            return Ok(Vec::new());
        };
        let checkpoints = checkpoints(&*self.audit.store, &self.audit.secret_ciphers).await?;
        let now = self.audit.clock.now();
        let before = now.checked_sub(self.retention).unwrap_or(SystemTime::UNIX_EPOCH);
        let (open, location) = (Arc::clone(&self.audit.open), self.audit.location.clone());
        let reading = tokio::task::spawn_blocking(move || {
            // Another process that delivers now, or removes, is left to it.
            let Some(destination) = location.try_lock()? else {
                return Ok(Vec::new());
            };
            let delivered = delivered(&*destination, &keys.public_keys)?;
            let mut log = open().map_err(RetentionError::Log)?;
            removals(&mut *log, &checkpoints, &delivered, before.into())
        });
        reading.await.unwrap_or(Err(RetentionError::Panicked))
    }

    /// Notes where the chains are to begin, before anything is removed.
    async fn note(&self, removals: &[Removal]) -> Result<(), StoreError> {
        let noted = removals
            .iter()
            .filter(|removal| removal.until != removal.beginning);
        let noted: Vec<_> = noted
            .map(|removal| Noted {
                chain: removal.chain.clone(),
                earlier: removal.beginning,
                head: removal.until,
            })
            .collect();
        if noted.is_empty() {
            return Ok(());
        }
        note(
            &*self.audit.store,
            &self.audit.secret_ciphers,
            &self.audit.random,
            self.audit.record("roster serve --audit-retention"),
            noted,
        )
        .await
    }

    async fn remove(&self, removal: &Removal) -> Result<(), StoreError> {
        let mut after = removal.first - 1;
        while after < removal.until.sequence {
            let until = removal.until.sequence.min(after + CHUNK as u64);
            let slice = RemoveSlice {
                chain: removal.chain.clone(),
                after,
                until,
            };
            administer(&*self.audit.store, None, slice).await?;
            after = until;
        }
        Ok(())
    }
}

/// What is to be removed of the chains of a log: what is delivered and older than a time. The last record of a chain that may grow
/// stays.
fn removals(
    log: &mut dyn AuditLog,
    checkpoints: &Checkpoints,
    delivered: &[ChainHead],
    before: Timestamp,
) -> Result<Vec<Removal>, RetentionError> {
    let chains = log.chains()?;
    let mut reader = AuditHeadReader::default();
    let register = reader.register(log)?;
    let mut removals = Vec::new();
    for chain_head in chains.iter().filter(|chain_head| chain_head.chain != REGISTER) {
        let ChainHead { chain, head } = chain_head;
        let Some(first) = log.after(chain, 0, 1)?.first().map(|first| first.sequence) else {
            continue;
        };
        let beginning = checkpoints.beginning(log, chain_head)?;
        let of_chain = delivered.iter().find(|delivered| delivered.chain == *chain);
        let is_closed = register.is_closed(chain);
        let last = if is_closed {
            head.sequence
        } else {
            head.sequence.saturating_sub(1)
        };
        let last = last.min(of_chain.map_or(0, |delivered| delivered.head.sequence));
        let until = oldest(log, chain, beginning, last, before)?;
        if first <= until.sequence {
            removals.push(Removal {
                chain: chain.clone(),
                beginning,
                first,
                until,
            });
        }
    }
    Ok(removals)
}

/// The last of the records of a chain that are older than a time, up to a number.
fn oldest(
    log: &mut dyn AuditLog,
    chain: &str,
    beginning: Head,
    last: u64,
    before: Timestamp,
) -> Result<Head, RetentionError> {
    let mut head = beginning;
    loop {
        let records = log.after(chain, head.sequence, CHUNK)?;
        if records.is_empty() {
            return Ok(head);
        }
        for chained in records {
            let broken =
                |broken| StoreError::Corrupt(format!("the audit chain {chain:?} is broken: {broken}"));
            let next = verify_link(&head, &chained).map_err(broken)?;
            let unreadable =
                |_| StoreError::Corrupt(format!("audit record {} cannot be read", chained.sequence));
            if next.sequence > last || chained.time().map_err(unreadable)? >= before {
                return Ok(head);
            }
            head = next;
        }
    }
}

impl Handler for AuditRetention {
    fn job_type(&self) -> &'static str {
        "remove-old-audit-records"
    }

    fn run<'a>(&'a self, _job: &'a Job) -> BoxFuture<'a, Result<Completion, Failure>> {
        Box::pin(async {
            self.remove_old().await.map_err(|error| {
                tracing::warn!(%error, "old records of the audit are not removed");
                Failure::Transient(error.to_string())
            })?;
            Ok(Completion::done())
        })
    }

    fn schedule(&self) -> Option<Schedule> {
        Some(Schedule::every(PERIOD))
    }
}

/// Removes records of a chain behind a number, up to another.
struct RemoveSlice {
    chain: String,
    after: u64,
    until: u64,
}

impl Administration for RemoveSlice {
    type Output = ();

    async fn run(&self, transaction: &mut Transaction<'_>) -> Result<(), WriteError> {
        Ok(transaction
            .remove_audited(&self.chain, self.after, self.until)
            .await?)
    }
}
