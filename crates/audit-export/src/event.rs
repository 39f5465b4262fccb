//! What is sent.

use std::time::SystemTime;

/// A record of the audit on its way to a target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Its id, the same each time it is sent.
    pub id: String,
    /// The name of its chain; empty if the database has only one.
    pub chain: String,
    /// Its number in the chain.
    pub sequence: u64,
    /// The time of the record.
    pub time: SystemTime,
    /// The operation.
    pub operation: String,
    /// Whether the request was refused.
    pub is_refusal: bool,
    /// The record in the format of the export: JSON on one line.
    pub json: String,
}
