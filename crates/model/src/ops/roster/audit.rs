//! The audit.

mod erase_audit_records;
mod list_audit_records;

pub use erase_audit_records::*;
pub use list_audit_records::*;
