//! What an engine is: it runs work, as a whole or not at all.

use std::pin::Pin;

use roster_domain::audit::{Left, Sealed};

use crate::error::StoreError;
use crate::figures::Figures;
use crate::rows::Rows;

/// A future that is passed around.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// A storage engine.
pub trait Store: Send + Sync {
    /// Runs work that only looks, on a state in which everything acknowledged is visible. It never
    /// waits for writers; but what it tells must be durable, as what others tell.
    fn read(&self, weight: Weight, work: Box<dyn Work>);

    /// Runs work that changes something. Work given at the same time may share one physical
    /// transaction, but each is kept or undone by itself, and finished only when it is durable.
    fn write(&self, work: Box<dyn Work>);

    /// Whether work would be done now, as far as is known without asking: a database of its own
    /// may be out of reach.
    fn is_reachable(&self) -> bool {
        true
    }

    /// Why it will do nothing more until a restart, if one of its threads has panicked.
    fn crash(&self) -> Option<StoreError> {
        None
    }

    /// How it is doing.
    fn figures(&self) -> Figures {
        Figures::default()
    }

    /// Lets the work given so far finish, then takes no more.
    fn stop(&self) -> BoxFuture<'static, ()>;
}

/// Something to be done in one transaction.
pub trait Work: Send {
    /// Does it. An engine may undo it and run it again.
    fn run<'a>(&'a mut self, rows: &'a mut dyn Rows) -> BoxFuture<'a, Result<Verdict, StoreError>>;

    /// Hears, once, whether it was carried out. On an error nothing was.
    fn finish(self: Box<Self>, outcome: Result<(), StoreError>);
}

/// What becomes of what work has written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is kept.
    Keep,
    /// It is undone.
    Undo,
    /// The rows are undone, and the audit records are kept: a refusal, with the record of it.
    KeepAudit,
}

/// How much a read looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// A few records by key: done at once.
    Point,
    /// A page of a list, or a count: kept away from where requests are received.
    Scan,
}

/// The audit chains of a store, for those who check them.
pub trait AuditLog {
    /// Where each chain was left, in the order in which they were begun: the register first, if the
    /// store has one. A record written meanwhile may already be behind such an end.
    fn chains(&mut self) -> Result<Vec<Left>, StoreError>;

    /// The records of a chain behind a number, in order, at most `limit`. A chain grows at its end only:
    /// whoever goes on from the last of them misses nothing.
    fn after(&mut self, chain: &str, sequence: u64, limit: usize) -> Result<Vec<Sealed>, StoreError>;
}
