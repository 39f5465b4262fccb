//! The storage port. Engines below it store rows of opaque bytes. Handlers above it use records and no SQL.
//!
//! [`Rows`] is the few verbs that an engine offers. [`Transaction`] turns rows into records and collects every
//! change for the audit. [`Work`] is what an engine runs, completely or not at all.

mod audit_head_reader;
mod beginnings;
mod body;
pub mod copy;
mod crash_latch;
mod engine_rows;
mod error;
mod metrics;
mod rows;
mod store;
mod transaction;
mod unknown_members;

pub use audit_head_reader::{AuditHeadError, AuditHeadReader, require_record};
pub use beginnings::Checkpoints;
pub use body::Body;
pub use crash_latch::CrashLatch;
pub use engine_rows::EngineRows;
pub use error::{StoreError, WriteError};
pub use metrics::{CacheMetrics, ConnectionCounts, Counters, Gauge, Histogram, QueueLengths, StoreMetrics};
pub use roster_domain::BoxFuture;
pub use rows::{AuditRange, EntryOfRow, Page, Range, Row, Rows};
pub use store::{AuditLog, ReadKind, Store, Verdict, Work, read_record};
pub use transaction::Transaction;
