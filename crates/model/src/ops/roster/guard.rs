//! The takeover guard: changes of primary addresses that wait.

mod approve_pending_change;
mod describe_pending_change;
mod list_pending_changes;
mod reject_pending_change;

pub use approve_pending_change::*;
pub use describe_pending_change::*;
pub use list_pending_changes::*;
pub use reject_pending_change::*;
