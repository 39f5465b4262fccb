//! The records in one `SQLite` file, or in memory.
//!
//! One thread writes (`writer`), one makes that durable (`flush`), and any thread reads (`readers`), without
//! waiting for the writer.
//! What a body says is none of this crate's business.

mod audit;
mod cache;
mod checkpoints;
pub mod copy;
mod flush;
mod job;
mod known;
mod look;
mod moved;
mod open;
mod readers;
mod rows;
mod schema;
mod sql;
mod store;
#[cfg(test)]
mod tests;
mod trust;
mod writer;

pub use audit::SqliteAudit;
pub use look::SqliteLook;
pub use open::{OpenError, Reason};
pub use store::{Options, SqliteStore};
