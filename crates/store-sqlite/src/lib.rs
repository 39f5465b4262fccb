//! The records in one `SQLite` file, or in memory.
//!
//! One thread writes (`writer`), one makes commits durable (`flush`), and any thread reads (`readers`) without
//! waiting for the writer. Bodies of rows are opaque bytes here.

mod access;
mod audit_chains;
mod audit_log;
mod audit_row;
mod audit_times;
mod backup;
mod budget;
mod cache_view;
mod cached_rows;
mod checkpoints;
pub mod copy;
mod copy_mark;
mod deferred;
mod failure_latch;
mod flush;
mod imported_chains;
mod message;
mod migrations;
mod open;
mod open_error;
mod options;
mod own_chain;
mod packed_values;
mod pending_commits;
mod queued_work;
mod read_only_store;
mod readers;
mod row_cache;
mod rows;
mod schema;
mod sql;
mod store;
#[cfg(test)]
mod tests;
mod value_cache;
mod value_search;
mod write_set;
mod writer;

pub use audit_log::SqliteAudit;
pub use backup::backup;
pub use open_error::{OpenError, Reason};
pub use options::{FlushHook, Options};
pub use read_only_store::SqliteReadOnlyStore;
pub use store::SqliteStore;
