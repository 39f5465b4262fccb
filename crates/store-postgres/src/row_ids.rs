//! The ids of rows and entries in a batch.

use roster_domain::Key;

/// A row: the number of its table, and its key.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct RowId {
    pub(crate) table: usize,
    pub(crate) key: Key,
}

/// An entry: the numbers of its table and index, and the entry.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct EntryId {
    pub(crate) table: usize,
    pub(crate) index: usize,
    pub(crate) entry: Key,
}
