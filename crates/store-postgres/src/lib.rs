//! The records in PostgreSQL, or in what speaks its protocol.
//!
//! Work that waits is run in batches (`batch`) against what one snapshot of the database says
//! (`base`), each piece on its own `rows`; what a batch leaves is written and checked in one round
//! trip (`flush`). Any number of processes may do so at once: docs/decisions/0019-postgresql-engine.md
//! says why nothing is lost. What a body says is none of this crate's business.

mod audit;
mod base;
mod batch;
mod chain;
#[cfg(feature = "cluster")]
pub mod cluster;
mod committer;
mod connection;
mod failure;
mod flush;
mod hosts;
mod job;
mod line;
mod migrate;
mod queue;
mod reader;
mod rows;
mod schema;
mod session;
mod settings;
mod store;
mod tls;

pub use audit::PostgresAudit;
pub use settings::Settings;
pub use store::{OpenError, Options, PostgresLook, PostgresStore, Reason};
