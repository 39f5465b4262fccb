//! The takeover guard: changes of primary addresses that wait.

mod list_pending_changes;

pub use list_pending_changes::*;
