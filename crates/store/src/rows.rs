//! The verbs of an engine: rows of bytes, found by bytes.

use roster_domain::audit::{AuditRecord, Sealed};
use roster_domain::{Entry, Index, Key, Kind};

use crate::body::Body;
use crate::error::{StoreError, WriteError};
use crate::store::BoxFuture;

/// What an engine offers inside one transaction.
///
/// A verb that fails, with `Taken` too, may leave half of what it was to write. Work in which that
/// happened can only be undone: an engine does so whatever the verdict, and where the verdict was
/// to keep it, the work ends with an error.
pub trait Rows: Send {
    /// The body kept under a key. An engine that keeps bodies gives clones of what it keeps.
    fn get<'a>(
        &'a mut self,
        kind: &'static Kind,
        key: &'a Key,
    ) -> BoxFuture<'a, Result<Option<Body>, StoreError>>;

    /// The body of the row that has this entry.
    fn find<'a>(
        &'a mut self,
        kind: &'static Kind,
        entry: &'a Entry,
    ) -> BoxFuture<'a, Result<Option<Vec<u8>>, StoreError>>;

    /// The rows whose entries lie in a range of an index, in the order of their entries.
    fn scan<'a>(
        &'a mut self,
        kind: &'static Kind,
        index: &'static Index,
        range: Range<'a>,
    ) -> BoxFuture<'a, Result<Vec<Row>, StoreError>>;

    /// How many entries of an index start with a prefix.
    fn count<'a>(
        &'a mut self,
        kind: &'static Kind,
        index: &'static Index,
        prefix: &'a Key,
    ) -> BoxFuture<'a, Result<u64, StoreError>>;

    /// Adds a row with its entries. `Taken` if another row has one of them; a key that is there
    /// already is an engine error, for keys are made to be new.
    fn insert<'a>(
        &'a mut self,
        kind: &'static Kind,
        key: &'a Key,
        body: &'a [u8],
        entries: &'a [Entry],
    ) -> BoxFuture<'a, Result<(), WriteError>>;

    /// Replaces the body of a row that is there, and exchanges some of its entries.
    fn update<'a>(
        &'a mut self,
        kind: &'static Kind,
        key: &'a Key,
        body: &'a [u8],
        removed: &'a [Entry],
        added: &'a [Entry],
    ) -> BoxFuture<'a, Result<(), WriteError>>;

    /// Removes a row that is there with its entries.
    fn delete<'a>(
        &'a mut self,
        kind: &'static Kind,
        key: &'a Key,
        entries: &'a [Entry],
    ) -> BoxFuture<'a, Result<(), StoreError>>;

    /// Removes every row of a kind whose key starts with a prefix, and every entry that does.
    fn delete_all<'a>(
        &'a mut self,
        kind: &'static Kind,
        prefix: &'a Key,
    ) -> BoxFuture<'a, Result<(), StoreError>>;

    /// At most `limit` records of the audit in front of a number, the newest first; `u64::MAX` starts at
    /// the last. The numbers grow with time; an engine with one chain gives those of the chain. Only
    /// a read may ask, so that nobody asks what he has himself added; an engine error for others.
    ///
    /// Who goes on from the last number of each page, in as many reads as he likes, finds every record
    /// once that was there when he began. One that is written meanwhile may get a number that he has
    /// passed, where several write at once. So nobody can wait for new records by these numbers:
    /// [`AuditLog`](crate::AuditLog) is for that.
    fn audited(&mut self, before: u64, limit: usize) -> BoxFuture<'_, Result<Vec<Sealed>, StoreError>>;

    /// Adds a record to the audit chain.
    fn audit<'a>(&'a mut self, record: &'a AuditRecord) -> BoxFuture<'a, Result<(), StoreError>>;
}

/// A part of an index.
#[derive(Clone, Copy, Debug)]
pub struct Range<'a> {
    /// What the entries start with.
    pub prefix: &'a Key,
    /// The entry behind which to start, if not at the first.
    pub after: Option<&'a Key>,
    /// How many rows at most.
    pub limit: usize,
}

impl Range<'_> {
    /// The first entry that may be in it, and the first behind it.
    pub fn bounds(&self) -> (Key, Key) {
        let start = match self.after {
            Some(after) => after.successor().max(self.prefix.clone()),
            None => self.prefix.clone(),
        };
        (start, self.prefix.end_of_prefix())
    }
}

/// A row found through an index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its entry in that index.
    pub entry: Key,
    /// Its body.
    pub body: Vec<u8>,
}

/// Some records of a list, and where the list goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<R> {
    /// The records.
    pub records: Vec<R>,
    /// The last entry of this page; none if there is nothing behind it.
    pub next: Option<Key>,
}
