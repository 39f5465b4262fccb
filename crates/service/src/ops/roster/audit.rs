//! The audit.

mod list_audit_records;
