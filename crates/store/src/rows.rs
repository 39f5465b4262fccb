//! The verbs of an engine: rows of bytes, found by bytes.

use roster_domain::audit::{AuditRecord, ChainedRecord, TimeRange};
use roster_domain::{BoxFuture, Entry, Index, Key, Kind};

use crate::body::Body;
use crate::error::{StoreError, WriteError};

/// What an engine offers inside one transaction. Engines implement [`EngineRows`](crate::EngineRows).
///
/// A verb that fails, also with `Taken`, may have written half. The engine then undoes the work whatever its
/// verdict, and if the verdict was to keep it, the work ends with an error.
pub trait Rows: Send {
    /// The body of the row with this key. An engine with a cache returns clones of the cached body.
    fn get<'a>(
        &'a mut self,
        kind: &'static Kind,
        key: &'a Key,
    ) -> BoxFuture<'a, Result<Option<Body>, StoreError>>;

    /// The body of the row with this entry.
    fn find<'a>(
        &'a mut self,
        kind: &'static Kind,
        entry: &'a Entry,
    ) -> BoxFuture<'a, Result<Option<Vec<u8>>, StoreError>>;

    /// The rows whose entries are in a range of an index, in the order of their entries.
    fn scan<'a>(
        &'a mut self,
        kind: &'static Kind,
        index: &'static Index,
        range: Range<'a>,
    ) -> BoxFuture<'a, Result<Vec<Row>, StoreError>>;

    /// The bodies of the rows with these keys, in the order of the keys.
    fn get_all<'a>(
        &'a mut self,
        kind: &'static Kind,
        keys: &'a [Key],
    ) -> BoxFuture<'a, Result<Vec<Option<Body>>, StoreError>>;

    /// The entries in a range of an index, in order, without their rows. If bytes are given, those whose part behind the prefix
    /// contains them: then the limit is about these. An engine may return others that contain them elsewhere.
    fn entries<'a>(
        &'a mut self,
        kind: &'static Kind,
        index: &'static Index,
        range: Range<'a>,
        containing: Option<&'a [u8]>,
    ) -> BoxFuture<'a, Result<Vec<EntryOfRow>, StoreError>>;

    /// How many entries of an index start with a prefix.
    fn count<'a>(
        &'a mut self,
        kind: &'static Kind,
        index: &'static Index,
        prefix: &'a Key,
    ) -> BoxFuture<'a, Result<u64, StoreError>>;

    /// Adds a row with its entries. `Taken` if another row has one of the entries. An existing key is an engine
    /// error, because keys are made to be unique.
    fn insert<'a>(
        &'a mut self,
        kind: &'static Kind,
        key: &'a Key,
        body: &'a [u8],
        entries: &'a [Entry],
    ) -> BoxFuture<'a, Result<(), WriteError>>;

    /// Replaces the body of an existing row, and some of its entries. An engine with a cache keeps a clone of the
    /// body.
    fn update<'a>(
        &'a mut self,
        kind: &'static Kind,
        key: &'a Key,
        body: &'a Body,
        removed: &'a [Entry],
        added: &'a [Entry],
    ) -> BoxFuture<'a, Result<(), WriteError>>;

    /// Removes an existing row with its entries.
    fn delete<'a>(
        &'a mut self,
        kind: &'static Kind,
        key: &'a Key,
        entries: &'a [Entry],
    ) -> BoxFuture<'a, Result<(), StoreError>>;

    /// Removes the first entries of a range of an index, or, without an index, the first rows of a range of keys. Returns
    /// the last that was removed, to go on behind it; `None` if there are no more. The limit of the range is 1 at least.
    ///
    /// It is for what an owner had who is gone: no other work reads or adds any of it, and what is added at the same time may
    /// stay. The entries of all indexes go before the rows, as an entry without its row is damage.
    fn delete_some<'a>(
        &'a mut self,
        kind: &'static Kind,
        index: Option<&'static Index>,
        range: Range<'a>,
    ) -> BoxFuture<'a, Result<Option<Key>, StoreError>>;

    /// Records of the audit, the newest first, each with its number; none if there are no more. Numbers grow with time; an
    /// engine with one chain uses those of the chain. Only for reads: for other work an engine error.
    ///
    /// All records between the times are returned, and others may be. Times do not fall along the numbers, so the first is
    /// found in as many steps as the count of records has digits; except those of older versions, of which the engine knows by
    /// how much they may fall.
    ///
    /// Paging from the last number of each page returns every record that existed when paging began, exactly
    /// once. With several writers, a new record may get a smaller number than one that exists already. To follow
    /// new records, use [`AuditLog`](crate::AuditLog).
    fn audited(&mut self, range: AuditRange) -> BoxFuture<'_, Result<Vec<ChainedRecord>, StoreError>>;

    /// Adds a record to the audit chain. Its personal values are kept beside it.
    fn audit<'a>(&'a mut self, record: &'a AuditRecord) -> BoxFuture<'a, Result<(), StoreError>>;

    /// Erases the personal values of records of the audit, by their numbers as [`audited`](Self::audited) gives them. Records that
    /// have none stay as they are.
    fn erase_audited<'a>(&'a mut self, numbers: &'a [u64]) -> BoxFuture<'a, Result<(), StoreError>>;

    /// Removes the records of a chain behind a number, up to another: those at its beginning, under a checkpoint.
    fn remove_audited<'a>(
        &'a mut self,
        chain: &'a str,
        after: u64,
        until: u64,
    ) -> BoxFuture<'a, Result<(), StoreError>>;
}

/// A part of an index, or of the keys of a kind.
#[derive(Clone, Copy, Debug)]
pub struct Range<'a> {
    /// What the entries or keys start with.
    pub prefix: &'a Key,
    /// The one to start behind; `None` starts at the first.
    pub after: Option<&'a Key>,
    /// The maximum number of rows.
    pub limit: usize,
}

impl Range<'_> {
    /// The first entry of the range, and the first behind it.
    pub fn bounds(&self) -> (Key, Key) {
        let start = match self.after {
            Some(after) => after.successor().max(self.prefix.clone()),
            None => self.prefix.clone(),
        };
        (start, self.prefix.end_of_prefix())
    }
}

/// A part of the audit.
#[derive(Clone, Copy, Debug)]
pub struct AuditRange {
    /// The number to start in front of; `u64::MAX` starts at the last record.
    pub before: u64,
    /// The times of the records.
    pub times: TimeRange,
    /// The maximum number of records.
    pub limit: usize,
}

/// A row found through an index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its entry in that index.
    pub entry: Key,
    /// Its body.
    pub body: Vec<u8>,
}

/// An entry of an index, and the key of its row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryOfRow {
    /// The entry.
    pub entry: Key,
    /// The key.
    pub key: Key,
}

/// A page of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<R> {
    /// The records.
    pub records: Vec<R>,
    /// The last entry of this page, to continue from; `None` on the last page.
    pub next: Option<Key>,
}
