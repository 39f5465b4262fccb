//! The storage port. Below it stand engines that know rows and nothing of users; above it stand
//! handlers that know records and nothing of SQL.
//!
//! [`Rows`] is the few verbs an engine implements once. [`Transaction`] makes records of them and
//! notes every change for the audit. [`Work`] is what an engine runs, as a whole or not at all.

mod body;
pub mod copy;
mod error;
mod figures;
#[cfg(feature = "load")]
pub mod load;
mod rows;
mod store;
#[cfg(feature = "suite")]
pub mod suite;
mod transaction;

pub use body::Body;
pub use error::{StoreError, WriteError};
pub use figures::{Cache, Connections, Distribution, Figures, Level, Tally, Waiting};
pub use rows::{Page, Range, Row, Rows};
pub use store::{AuditLog, BoxFuture, Store, Verdict, Weight, Work};
pub use transaction::Transaction;
