//! ListAuditRecords.

use roster_model_derive::{operation, shape};

use crate::shapes::{MaxResult1000, NextToken, Timestamp};

/// Lists the records of an account in the audit, the newest first. They hold what was changed, before and after.
#[operation(
    service = Roster,
    http = "GET /_roster/audit",
    effect = AuditedRead,
    resources = "",
    pages = "Records",
)]
pub struct ListAuditRecords;

/// The input of `ListAuditRecords`.
#[shape]
pub struct ListAuditRecordsRequest {
    /// The time of the oldest record.
    #[shape(query = "startTime")]
    pub start_time: Option<Timestamp>,
    /// The time of the newest record.
    #[shape(query = "endTime")]
    pub end_time: Option<Timestamp>,
    /// Where the page starts.
    #[shape(query = "nextToken")]
    pub next_token: Option<NextToken>,
    /// How many records a page may hold; 100 by default.
    #[shape(query = "maxResults")]
    pub max_results: Option<MaxResult1000>,
}

/// The output of `ListAuditRecords`.
#[shape]
pub struct ListAuditRecordsResponse {
    /// The records of this page; there may be none although there is a next page.
    pub records: Option<AuditRecordList>,
    /// Where the next page starts; absent on the last.
    pub next_token: Option<NextToken>,
}

/// Records of the audit.
#[shape]
pub struct AuditRecordList(pub Vec<AuditRecord>);

/// A record of the audit.
#[shape]
pub struct AuditRecord {
    /// Its number among the records of all chains.
    pub number: Option<i64>,
    /// The hash of its place in its chain, in hexadecimal digits.
    pub hash: Option<AuditHash>,
    /// The record as it is stored, in JSON.
    pub record: Option<AuditRecordText>,
}

/// A SHA-256 hash.
#[shape]
pub struct AuditHash(pub String);

/// A record in JSON.
#[shape(sensitive)]
pub struct AuditRecordText(pub String);
