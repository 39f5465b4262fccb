//! The records in one `SQLite` file, or in memory.
//!
//! One thread writes (`writer`), any thread reads (`readers`), and neither waits for the other.
//! What a body says is none of this crate's business.

mod audit;
mod cache;
mod checkpoints;
mod job;
mod known;
mod open;
mod readers;
mod rows;
mod schema;
mod sql;
mod store;
#[cfg(test)]
mod tests;
mod writer;

pub use audit::SqliteAudit;
pub use open::{OpenError, Reason};
pub use store::{Options, SqliteStore};
