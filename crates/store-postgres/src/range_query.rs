//! Queries that only the database can answer, because they are about ranges.

use roster_domain::Key;
use roster_domain::audit::ChainedRecord;
use roster_store::{AuditRange, EntryOfRow};

use crate::read_write_sets::IndexRange;
use crate::row_ids::RowId;

/// What is asked.
#[derive(Debug)]
pub(crate) enum RangeQuery {
    Entries {
        range: IndexRange,
        limit: usize,
        containing: Option<Vec<u8>>,
    },
    Count(IndexRange),
    /// Rows by their keys.
    Rows {
        table: usize,
        start: Key,
        end: Key,
        limit: usize,
    },
    Audited(AuditRange),
}

/// A query of one piece of work.
#[derive(Debug)]
pub(crate) struct PendingQuery {
    /// Identifies the result.
    pub(crate) ticket: u64,
    pub(crate) query: RangeQuery,
}

/// A scan of one piece of work. Scans of one index share a statement.
#[derive(Debug)]
pub(crate) struct PendingScan {
    /// Identifies the result.
    pub(crate) ticket: u64,
    pub(crate) range: IndexRange,
    pub(crate) limit: usize,
}

/// A row found through an index.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) entry: Key,
    pub(crate) row: RowId,
}

/// The result of a query.
#[derive(Debug)]
pub(crate) enum QueryResult {
    Found(Vec<Found>),
    Entries(Vec<EntryOfRow>),
    Count(i64),
    Rows(Vec<RowId>),
    Audited(Vec<ChainedRecord>),
}

impl QueryResult {
    /// How many rows or entries were read for it.
    pub(crate) fn rows(&self) -> usize {
        match self {
            Self::Found(found) => found.len(),
            Self::Count(count) => usize::try_from(*count).unwrap_or(usize::MAX),
            Self::Entries(entries) => entries.len(),
            Self::Rows(rows) => rows.len(),
            Self::Audited(records) => records.len(),
        }
    }
}
