//! What work has read and written.

use std::collections::{BTreeSet, HashMap, HashSet};

use roster_domain::{Index, Key, Kind};

use crate::range_locks;
use crate::row_ids::{EntryId, RowId};
use crate::schema::Table;

/// New rows and entries, `None` for deleted ones; and what is erased.
#[derive(Debug, Default)]
pub(crate) struct WriteSet {
    pub(crate) rows: HashMap<RowId, Option<Vec<u8>>>,
    pub(crate) entries: HashMap<EntryId, Option<Key>>,
    /// The positions of the audit records that lose their personal values.
    pub(crate) erased: BTreeSet<i64>,
    /// Parts of audit chains that are removed: behind a number, up to another.
    pub(crate) removed: BTreeSet<(String, i64, i64)>,
}

impl WriteSet {
    pub(crate) fn is_empty(&self) -> bool {
        self.rows.is_empty() && self.entries.is_empty() && self.erased.is_empty() && self.removed.is_empty()
    }
}

/// The rows and entries that work has read, existing or not, and the ranges.
#[derive(Debug, Default)]
pub(crate) struct ReadSet {
    pub(crate) rows: HashSet<RowId>,
    pub(crate) entries: HashSet<EntryId>,
    pub(crate) ranges: Vec<RangeRead>,
}

/// A range of an index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct IndexRange {
    pub(crate) table: usize,
    pub(crate) index: usize,
    pub(crate) start: Key,
    pub(crate) end: Key,
    /// The number of its lock; none if it has entries of several locks.
    pub(crate) lock: Option<i32>,
}

/// A range that was read, as the snapshot has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RangeRead {
    pub(crate) range: IndexRange,
    pub(crate) content: RangeContent,
}

/// What was read of a range.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum RangeContent {
    /// How many entries it has.
    Count(i64),
    /// The first entries, at most so many.
    Entries { limit: i64, entries: Vec<Key> },
}

impl IndexRange {
    /// The entries between bounds, all of which start with a prefix.
    pub(crate) fn new(kind: &Kind, index: &Index, prefix: &Key, (start, end): (Key, Key)) -> Self {
        let table = Table::of(kind);
        Self {
            table: table.number,
            index: table.index(index).0,
            start,
            end,
            lock: range_locks::number(table.number, prefix),
        }
    }

    /// The id of one of its entries.
    pub(crate) fn id(&self, entry: &Key) -> EntryId {
        EntryId {
            table: self.table,
            index: self.index,
            entry: entry.clone(),
        }
    }

    /// Whether it covers an entry.
    pub(crate) fn covers(&self, id: &EntryId) -> bool {
        (id.table, id.index) == (self.table, self.index) && id.entry >= self.start && id.entry < self.end
    }
}
