//! What happens: one handler per operation, run inside the one transaction that carries rule,
//! rows and audit record together.
//!
//! Handlers know records and rules. They know nothing of SQL, HTTP or the clock.

pub mod access;
mod call;
pub mod demo;
mod execution;
mod handler;
mod ops;
mod paging;
mod refusal;
mod seal;
mod service;

pub use call::Settings;
pub use refusal::Refusal;
pub use seal::Sealer;
pub use service::{Done, Order, Service};
