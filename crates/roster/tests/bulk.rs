//! `roster bulk` as an administrator runs it: against a real server, and killed while it works.

#[path = "bulk/access.rs"]
mod access;
#[path = "bulk/administrator.rs"]
mod administrator;
#[path = "bulk/columns.rs"]
mod columns;
#[path = "bulk/creating.rs"]
mod creating;
#[path = "bulk/formats.rs"]
mod formats;
#[path = "bulk/guarding.rs"]
mod guarding;
#[path = "bulk/killing.rs"]
mod killing;
#[path = "bulk/planning.rs"]
mod planning;
#[path = "bulk/reporting.rs"]
mod reporting;
#[path = "bulk/running.rs"]
mod running;
#[path = "bulk/watching.rs"]
mod watching;
