//! Changes of primary addresses that wait.

mod list_pending_changes;
