//! The audit.

mod erase_audit_records;
mod list_audit_records;
