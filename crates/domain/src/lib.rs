//! What Roster keeps, and the rules it keeps it by: records, identifiers, the audit chain.
//!
//! Everything here is pure, without I/O or HTTP. Only `clock` and `random` read time and randomness, for those who
//! inject them.

pub mod account_mail;
pub mod accounts;
pub mod arn;
pub mod audit;
pub mod caller;
pub mod clock;
pub mod credential;
pub mod decision;
mod future;
pub mod id;
pub mod key;
pub mod language;
pub mod migrations;
pub mod new_instance;
pub mod partition;
pub mod plan;
pub mod random;
pub mod record;
pub mod records;
mod recovery_code;
pub mod rules;
pub mod search;
mod secret_token;
pub mod totp;
mod truncate_chars;

pub use accounts::Accounts;
pub use arn::{AccountRegion, Arn};
pub use caller::{Caller, Principal};
pub use future::BoxFuture;
pub use id::Id;
pub use key::Key;
pub use language::Language;
pub use partition::Partition;
pub use record::{ChangedEntries, Entry, InAudit, Index, Kind, Record, Write};
pub use recovery_code::RecoveryCode;
pub use secret_token::SecretToken;
pub use totp::TotpSecret;
pub use truncate_chars::truncate_chars;
