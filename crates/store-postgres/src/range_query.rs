//! Queries that only the database can answer, because they are about ranges.

use roster_domain::Key;
use roster_domain::audit::ChainedRecord;
use roster_store::EntryOfRow;

use crate::read_write_sets::{ReadSet, WriteSet};
use crate::row_ids::RowId;

/// What is asked about a range.
#[derive(Debug)]
pub(crate) enum RangeQuery {
    Scan {
        limit: usize,
    },
    Entries {
        limit: usize,
        containing: Option<Vec<u8>>,
    },
    Count,
    /// Rows by their keys.
    Rows {
        limit: usize,
    },
    Audited {
        before: u64,
        limit: usize,
    },
}

/// A query of one piece of work.
#[derive(Debug)]
pub(crate) struct PendingQuery {
    /// Identifies the result.
    pub(crate) ticket: u64,
    pub(crate) query: RangeQuery,
    pub(crate) table: usize,
    /// `None` for the table itself.
    pub(crate) index: Option<usize>,
    pub(crate) start: Key,
    pub(crate) end: Key,
    /// What the work has read and written before, which must be written first.
    pub(crate) before: (WriteSet, ReadSet),
}

/// A row found through an index.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) entry: Key,
    pub(crate) row: RowId,
    pub(crate) body: Vec<u8>,
}

/// The result of a query.
#[derive(Debug)]
pub(crate) enum QueryResult {
    Found(Vec<Found>),
    Entries(Vec<EntryOfRow>),
    Count(u64),
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
