//! What an engine is: it runs work, as a whole or not at all.

use std::pin::Pin;

use roster_domain::audit::{Head, Sealed};

use crate::error::StoreError;
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
}

/// How much a read looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// A few records by key: done at once.
    Point,
    /// A page of a list, or a count: kept away from where requests are received.
    Scan,
}

/// The audit chain of a store, for those who check it.
pub trait AuditLog {
    /// The records behind a number, in order, at most `limit`.
    fn after(&mut self, sequence: u64, limit: usize) -> Result<Vec<Sealed>, StoreError>;

    /// Where the chain was left. A record written meanwhile may already be behind it.
    fn head(&mut self) -> Result<Head, StoreError>;
}
