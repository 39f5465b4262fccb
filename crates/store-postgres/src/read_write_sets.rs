//! What work has read and written.

use std::collections::{HashMap, HashSet};

use roster_domain::Key;

use crate::row_ids::{EntryId, RowId};

/// New rows and entries; `None` for deleted ones.
#[derive(Debug, Default)]
pub(crate) struct WriteSet {
    pub(crate) rows: HashMap<RowId, Option<Vec<u8>>>,
    pub(crate) entries: HashMap<EntryId, Option<Key>>,
}

impl WriteSet {
    pub(crate) fn is_empty(&self) -> bool {
        self.rows.is_empty() && self.entries.is_empty()
    }
}

/// The rows and entries that work has read, existing or not.
#[derive(Debug, Default)]
pub(crate) struct ReadSet {
    pub(crate) rows: HashSet<RowId>,
    pub(crate) entries: HashSet<EntryId>,
}
