//! Deliveries of an audit in memory, checked by CloudTrail's rules.

mod audit;
mod commits;
mod deliveries;
mod validation;

/// 2026-11-21T10:15:30Z.
const START: i64 = 1_795_256_130;

const ACCOUNT: &str = "123456789012";
