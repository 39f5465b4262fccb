//! What happens: one handler per operation, run inside the one transaction that carries rule,
//! rows and audit record together.
//!
//! Handlers know records and rules. They know nothing of SQL, HTTP or the clock.

pub mod access;
mod administration;
mod capacity;
mod computing;
mod context;
pub mod demo;
mod disk;
mod execution;
mod families;
mod handler;
mod iam;
mod known;
mod master_key;
mod ops;
mod paging;
mod prelude;
mod question;
mod refusal;
mod remarks;
mod request_context;
mod request_record;
pub mod rotation;
mod seal;
mod service;
mod session;
mod vault;

pub use administration::witness;
pub use computing::{Computing, Interrupt, InterruptOnDrop};
pub use known::{Known, Sought};
pub use master_key::{Fingerprint, MasterKey};
pub use refusal::{IamRefusal, Refusal};
pub use request_context::Settings;
pub use seal::Sealer;
pub use service::{Done, NotDone, Order, Service, Tell, Told};
pub use vault::Vault;
