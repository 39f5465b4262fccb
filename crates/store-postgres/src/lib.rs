//! The records in PostgreSQL, or in a database that speaks its protocol.
//!
//! Waiting work runs in batches (`batch`) on one snapshot of the database (`batch_state`), each piece on its own `rows`.
//! The writes of a batch are sent and checked in one round trip (`write_statements`). Several processes may do so
//! concurrently: docs/decisions/0019-postgresql-engine.md says why no update is lost. Bodies of rows are opaque bytes
//! here.

mod audit_log;
mod audit_row;
mod audit_times;
mod batch;
mod batch_state;
mod chain;
#[cfg(feature = "cluster")]
pub mod cluster;
mod committer;
mod connection;
pub mod copy;
mod copy_mark;
mod database_state;
mod engine;
mod examination;
mod failure;
mod fill;
mod first_connection;
mod hosts;
mod migrate;
mod migrations;
mod mode;
mod open_error;
mod options;
#[cfg(all(test, feature = "cluster"))]
mod plans;
mod queue;
mod queued_work;
mod range_locks;
mod range_query;
mod read_only_store;
mod read_write_sets;
mod reader;
mod reconnecting_connection;
mod register;
mod row_ids;
mod rows;
mod runtime;
mod schema;
mod session;
mod settings;
mod store;
mod tls;
mod transaction_sql;
mod unique_number;
mod write_statements;

pub use audit_log::PostgresAudit;
pub use examination::Examination;
pub use open_error::{OpenError, Reason};
pub use options::Options;
pub use read_only_store::PostgresReadOnlyStore;
pub use settings::Settings;
pub use store::PostgresStore;
