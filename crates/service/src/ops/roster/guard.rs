//! Changes of primary addresses that wait.

mod approve_pending_change;
mod describe_pending_change;
mod list_pending_changes;
mod reject_pending_change;
