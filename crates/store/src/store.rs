//! An engine: it runs work, completely or not at all.

use roster_domain::BoxFuture;
use roster_domain::audit::{AuditRecord, ChainHead, ChainedRecord};

use crate::error::StoreError;
use crate::metrics::StoreMetrics;
use crate::rows::Rows;

/// A storage engine.
pub trait Store: Send + Sync {
    /// Runs work that only reads, on a snapshot with every acknowledged change. It never waits for writers. It is
    /// finished when everything that it has seen is durable.
    fn read(&self, kind: ReadKind, work: Box<dyn Work>);

    /// Runs work that may write. Concurrent work may share one physical transaction; each piece is kept or undone
    /// by itself, and finished when it is durable.
    fn write(&self, work: Box<dyn Work>);

    /// Whether work can be done now, as far as the engine knows: a remote database may be out of reach.
    fn is_reachable(&self) -> bool {
        true
    }

    /// Whether other processes may write to the same records.
    fn has_other_writers(&self) -> bool {
        false
    }

    /// The panic of one of its threads, after which it does nothing more until a restart.
    fn crash(&self) -> Option<StoreError> {
        None
    }

    /// Ends when [`crash`](Self::crash) has something to return.
    fn crashed(&self) -> BoxFuture<'static, ()> {
        Box::pin(std::future::pending())
    }

    /// Its metrics.
    fn metrics(&self) -> StoreMetrics {
        StoreMetrics::default()
    }

    /// Finishes the work given so far, and takes no more.
    fn stop(&self) -> BoxFuture<'static, ()>;
}

/// One transaction's worth of work.
pub trait Work: Send {
    /// Runs it. An engine may undo it and run it again.
    fn run<'a>(&'a mut self, rows: &'a mut dyn Rows) -> BoxFuture<'a, Result<Verdict, StoreError>>;

    /// Receives its outcome, once. After an error nothing of it was kept, unless the error says otherwise.
    fn finish(self: Box<Self>, outcome: Result<(), StoreError>);
}

/// What happens to the writes of work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// They are kept.
    Keep,
    /// They are undone.
    Undo,
    /// Rows are undone and audit records are kept: a refusal and its record.
    KeepAudit,
}

/// How much a read reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadKind {
    /// A few records by key: run at once.
    Point,
    /// A page of a list, a count or a search: run on another thread than the caller's, unless it turns out to be as short.
    Scan,
}

/// The audit chains of a store, to verify them.
pub trait AuditLog: Send {
    /// The head of each chain, in the order in which they were opened: the register first, if there is one. A chain
    /// may have grown since.
    fn chains(&mut self) -> Result<Vec<ChainHead>, StoreError>;

    /// At most `limit` records of a chain behind a sequence number, in order. A chain only grows at its end, so a
    /// caller that continues from the last record misses none.
    fn after(&mut self, chain: &str, sequence: u64, limit: usize) -> Result<Vec<ChainedRecord>, StoreError>;
}

/// One chain in memory, in order. Its numbers may have gaps.
impl AuditLog for Vec<ChainedRecord> {
    fn chains(&mut self) -> Result<Vec<ChainHead>, StoreError> {
        let (chain, head) = (String::new(), self.last().map(ChainedRecord::head));
        let head = head.unwrap_or_default();
        Ok(vec![ChainHead { chain, head }])
    }

    fn after(&mut self, _chain: &str, sequence: u64, limit: usize) -> Result<Vec<ChainedRecord>, StoreError> {
        let behind = self.partition_point(|record| record.sequence <= sequence);
        Ok(self[behind..].iter().take(limit).cloned().collect())
    }
}

/// The audit record in a stored one.
///
/// # Errors
/// The body is not that of a record. The error names its number only, because serde's text may repeat a value, and values
/// are personal data.
pub fn read_record(chained: &ChainedRecord) -> Result<AuditRecord, StoreError> {
    chained
        .record()
        .map_err(|_| StoreError::Corrupt(format!("audit record {} cannot be read", chained.sequence)))
}
