//! What Roster keeps, and the rules it keeps it by: records, identifiers, the audit chain.
//!
//! Everything here is pure: no I/O, no clock, no randomness, no HTTP.

pub mod accounts;
pub mod arn;
pub mod audit;
pub mod caller;
pub mod clock;
pub mod credential;
pub mod decision;
pub mod id;
pub mod key;
pub mod new_instance;
pub mod partition;
pub mod random;
pub mod record;
pub mod records;
pub mod rules;
pub mod search;
mod truncate_chars;

pub use accounts::Accounts;
pub use arn::{AccountRegion, Arn};
pub use caller::{Caller, Principal};
pub use id::Id;
pub use key::Key;
pub use partition::Partition;
pub use record::{Entry, Index, Kind, Record};
pub use truncate_chars::truncate_chars;
