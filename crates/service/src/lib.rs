//! What happens: one handler per operation, run inside the one transaction that carries rule,
//! rows and audit record together.
//!
//! Handlers know records and rules. They know nothing of SQL, HTTP or the clock.

pub mod access;
mod administration;
mod call;
mod capacity;
mod computing;
pub mod demo;
mod disk;
mod execution;
mod handler;
mod iam;
mod known;
mod master_key;
mod ops;
mod paging;
mod question;
mod refusal;
mod remarks;
pub mod rotation;
mod seal;
mod service;
mod session;
mod vault;

pub use administration::witness;
pub use call::Settings;
pub use computing::{Computing, Interrupt, InterruptOnDrop};
pub use known::{Known, Sought};
pub use master_key::{Fingerprint, MasterKey};
pub use refusal::{IamRefusal, Refusal};
pub use seal::Sealer;
pub use service::{Done, NotDone, Order, Service, Tell, Told};
pub use vault::Vault;
