//! The row cache as one piece of work sees it.

use roster_domain::{Key, Kind};
use roster_store::Body;

use crate::row_cache::{Epoch, RowCache};
use crate::value_cache::Version;
use crate::write_set::WriteSet;

/// What work may take from the row cache and add to it.
pub(crate) struct CacheView<'c> {
    pub(crate) cache: &'c RowCache,
    /// The epoch before the transaction began; `None` if the cache was changing.
    pub(crate) epoch: Option<Epoch>,
    /// What the open transaction has written. `None` for a reader, whose snapshot was taken in the epoch or later.
    pub(crate) writes: Option<&'c mut WriteSet>,
    /// The version of the packed values before the snapshot was taken. `None` for the writer, which may have added
    /// entries that are in none of them yet.
    pub(crate) values: Option<Version>,
}

impl CacheView<'_> {
    /// The body of a row as the open transaction sees it, if it is deferred or cached.
    pub(crate) fn body(&self, kind: &Kind, key: &Key) -> Option<Body> {
        let Some(writes) = &self.writes else {
            return self.cache.in_snapshot(self.epoch?, kind, key);
        };
        if let Some(body) = writes.deferred(kind, key) {
            return Some(body.clone());
        }
        if writes.contains(kind, key) {
            return None;
        }
        self.cache.latest(kind, key)
    }

    /// Adds a body that was read from the database, unless the open transaction has written it.
    pub(crate) fn add(&self, kind: &Kind, key: &Key, body: &Body) {
        let is_committed = self
            .writes
            .as_ref()
            .is_none_or(|writes| !writes.contains(kind, key));
        if let Some(epoch) = self.epoch
            && is_committed
        {
            self.cache.add(epoch, kind, key, body);
        }
    }

    /// Records an entry that is added to the table of an index.
    pub(crate) fn record_entry(&mut self, table: &'static str, entry: &Key) {
        if let Some(writes) = &mut self.writes {
            writes.record_entry(table, entry);
        }
    }

    /// Records a write; without a body if the row is deleted or not to be cached.
    pub(crate) fn record_write(&mut self, kind: &Kind, key: &Key, body: Option<&Body>) {
        if let Some(writes) = &mut self.writes {
            writes.record_write(kind, key, body);
        }
    }
}
