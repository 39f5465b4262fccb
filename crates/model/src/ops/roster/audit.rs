//! The audit.

mod list_audit_records;

pub use list_audit_records::*;
