//! The audit, sent to other systems: to syslog, to a webhook or into a file.
//!
//! A [`Target`] takes batches of events, in order. A batch is sent again until the target has acknowledged it, so each event arrives
//! at least once. Why it is done so: docs/decisions/0063-the-audit-for-a-siem.md.

mod address;
mod event;
mod file;
mod open_target;
mod retry;
mod syslog;
mod target;
mod tls;
mod webhook;

pub use address::{AddressError, TargetAddress};
pub use event::Event;
pub use file::append_lines;
pub use open_target::open_target;
pub use retry::{Acceptance, GaveUp, Retry, Wait};
pub use target::{SendError, SettingsError, Target, TargetSettings};
