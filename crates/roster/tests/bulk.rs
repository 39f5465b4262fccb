//! `roster bulk` as an administrator runs it: against a real server, and killed while it works.

#[path = "bulk/access.rs"]
mod access;
#[path = "bulk/administrator.rs"]
mod administrator;
#[path = "bulk/columns.rs"]
mod columns;
#[path = "bulk/copying.rs"]
mod copying;
#[path = "bulk/creating.rs"]
mod creating;
#[path = "bulk/formats.rs"]
mod formats;
#[path = "bulk/guarding.rs"]
mod guarding;
#[path = "bulk/killing.rs"]
mod killing;
#[path = "bulk/killing_copies.rs"]
mod killing_copies;
#[path = "bulk/planning.rs"]
mod planning;
#[path = "bulk/reporting.rs"]
mod reporting;
#[path = "bulk/running.rs"]
mod running;
#[path = "bulk/staging.rs"]
mod staging;
#[path = "bulk/watching.rs"]
mod watching;
