//! The row cache: bodies of rows as the last commit on disk left them.
//!
//! An [`Epoch`] is the time between two such commits. A reader names the epoch that it reads from, and finds
//! nothing once that is over: everything that one piece of work finds is of one epoch, as if it had read from
//! one snapshot.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use quick_cache::sync::{Cache, DefaultLifecycle};
use quick_cache::{DefaultHashBuilder, Equivalent, OptionsBuilder, Weighter};
use roster_domain::{Key, Kind};
use roster_store::{Body, CacheMetrics};

use crate::pending_commits::{PendingCommits, Progress};
use crate::write_set::WriteSet;

/// How much memory the bodies may take, with their records and what is around them.
const CAPACITY_BYTES: u64 = 64 << 20;
/// About how many rows that is.
const ROWS: usize = 40_000;
/// What a row takes besides its key, its body and its record, measured.
const OVERHEAD_BYTES: usize = 200;
/// The size of the record that a body may have been read as, in sizes of the body: a record has no names of
/// members, but room for absent ones.
const BODIES_PER_RECORD: usize = 2;

/// The cache, for all threads.
pub(crate) struct RowCache {
    rows: Cache<RowId, Body, Size>,
    /// Even in an epoch, odd while the cache changes.
    clock: AtomicU64,
    /// While this is locked, no commit and no epoch begins.
    /// It has the packed values, too, because commits add to them.
    pending: RwLock<PendingCommits>,
}

/// The time between two commits that are on disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Epoch(u64);

/// The clock of a closed cache: there are no more epochs.
const CLOSED: u64 = u64::MAX;

impl RowCache {
    pub(crate) fn new() -> Self {
        Self::with_capacity(CAPACITY_BYTES)
    }

    pub(crate) fn with_capacity(bytes: u64) -> Self {
        let options = OptionsBuilder::new()
            .estimated_items_capacity(ROWS)
            .weight_capacity(bytes)
            .build()
            .expect("both capacities are given");
        let hasher = DefaultHashBuilder::default();
        Self {
            rows: Cache::with_options(options, Size, hasher, DefaultLifecycle::default()),
            clock: AtomicU64::new(0),
            pending: RwLock::default(),
        }
    }

    /// The current epoch; `None` while the cache changes.
    pub(crate) fn epoch(&self) -> Option<Epoch> {
        let now = self.clock.load(Ordering::SeqCst);
        now.is_multiple_of(2).then_some(Epoch(now))
    }

    /// The body of a row in an epoch, if it is cached and the epoch is not over.
    pub(crate) fn get(&self, epoch: Epoch, kind: &Kind, key: &Key) -> Option<Body> {
        let body = self.rows.get(&RowRef { kind: kind.name, key });
        // Checked afterwards: what was found may be of the next epoch.
        body.filter(|_| self.is_current(epoch))
    }

    /// The body of a row after the last commit, on disk or not, if it is cached. Only for the writer: for
    /// any other thread there may be a later commit.
    pub(crate) fn latest(&self, kind: &Kind, key: &Key) -> Option<Body> {
        let pending = self.pending();
        if pending.contains(kind, key) {
            return None;
        }
        self.rows.get(&RowRef { kind: kind.name, key })
    }

    /// The body of a row in a snapshot that was taken in this epoch or later, if it is cached. It is found if the epoch
    /// is not over and no commit that the snapshot may show has written the row.
    pub(crate) fn in_snapshot(&self, epoch: Epoch, kind: &Kind, key: &Key) -> Option<Body> {
        let pending = self.pending();
        if !self.is_current(epoch) || pending.contains(kind, key) {
            return None;
        }
        self.rows.get(&RowRef { kind: kind.name, key })
    }

    /// Adds the body of a row that was read from a snapshot taken in this epoch or later. It is kept if the
    /// epoch is not over and no commit that the snapshot may show has written the row.
    pub(crate) fn add(&self, epoch: Epoch, kind: &Kind, key: &Key, body: &Body) {
        let pending = self.pending();
        if self.is_current(epoch) && !pending.contains(kind, key) {
            let (kind, key) = (kind.name, key.clone());
            self.rows.insert(RowId { kind, key }, body.clone());
        }
    }

    /// How far commits have come.
    pub(crate) fn progress(&self) -> Progress {
        self.pending().progress()
    }

    /// Hits and sizes. Reads of the writer count too.
    pub(crate) fn metrics(&self) -> CacheMetrics {
        CacheMetrics {
            hits: self.rows.hits(),
            misses: self.rows.misses(),
            rows: self.rows.len() as u64,
            bytes: self.rows.weight(),
        }
    }

    /// Announces what a commit that is about to begin has written.
    pub(crate) fn announce(&self, writes: WriteSet) {
        self.pending_mut().announce(writes);
    }

    /// Withdraws the commit announced last, because it failed. What it did is not known, so the cache is
    /// emptied.
    pub(crate) fn withdraw(&self) {
        let mut pending = self.pending_mut();
        pending.withdraw_last();
        self.change(|| self.rows.clear());
    }

    /// Publishes the oldest commit announced, because it is on disk, and begins the next epoch.
    pub(crate) fn publish(&self) {
        let mut pending = self.pending_mut();
        if let Some(writes) = pending.take_oldest() {
            self.change(|| self.apply(writes));
        }
    }

    /// Empties the cache for ever.
    pub(crate) fn close(&self) {
        let _pending = self.pending_mut();
        self.clock.store(CLOSED, Ordering::SeqCst);
        self.rows.clear();
    }

    fn apply(&self, writes: WriteSet) {
        for (kind, key, body) in writes.into_rows() {
            let row = RowId { kind, key };
            match body {
                Some(body) => self.rows.insert(row, body),
                None => drop(self.rows.remove(&row)),
            }
        }
    }

    /// Changes the cache between two epochs. The caller has locked `pending`.
    fn change(&self, change: impl FnOnce()) {
        let now = self.clock.load(Ordering::SeqCst);
        if now != CLOSED {
            self.clock.store(now + 1, Ordering::SeqCst);
            change();
            self.clock.store(now + 2, Ordering::SeqCst);
        }
    }

    fn is_current(&self, epoch: Epoch) -> bool {
        self.clock.load(Ordering::SeqCst) == epoch.0
    }

    pub(crate) fn pending(&self) -> RwLockReadGuard<'_, PendingCommits> {
        self.pending.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn pending_mut(&self) -> RwLockWriteGuard<'_, PendingCommits> {
        self.pending.write().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The key of a cached row.
#[derive(PartialEq, Eq, Hash)]
struct RowId {
    kind: &'static str,
    key: Key,
}

/// A borrowed [`RowId`].
#[derive(Hash)]
struct RowRef<'k> {
    kind: &'static str,
    key: &'k Key,
}

impl Equivalent<RowId> for RowRef<'_> {
    fn equivalent(&self, row: &RowId) -> bool {
        self.kind == row.kind && *self.key == row.key
    }
}

/// How much memory a row takes.
#[derive(Clone)]
struct Size;

impl Weighter<RowId, Body> for Size {
    fn weight(&self, row: &RowId, body: &Body) -> u64 {
        (row.key.as_bytes().len() + body.len() * (1 + BODIES_PER_RECORD) + OVERHEAD_BYTES) as u64
    }
}

#[cfg(test)]
mod tests {
    use roster_domain::Record;
    use roster_domain::records::{PasswordHash, User};

    use super::*;

    const KIND: &Kind = User::KIND;

    fn body(body: &[u8]) -> Body {
        Body::from(body.to_vec())
    }

    fn ana() -> Key {
        Key::new().text("ana")
    }

    /// A cache in which the row of Ana has this body.
    fn holding(text: &[u8]) -> RowCache {
        let cache = RowCache::new();
        cache.add(cache.epoch().unwrap(), KIND, &ana(), &body(text));
        cache
    }

    fn get(cache: &RowCache) -> Option<Vec<u8>> {
        let body = cache.get(cache.epoch()?, KIND, &ana());
        body.map(|body| body.to_vec())
    }

    fn progress(cache: &RowCache) -> (u64, u64) {
        let Progress { announced, settled } = cache.progress();
        (announced, settled)
    }

    fn announce(cache: &RowCache, write: impl FnOnce(&mut WriteSet)) {
        let mut writes = WriteSet::default();
        write(&mut writes);
        cache.announce(writes);
    }

    fn commit(cache: &RowCache, write: impl FnOnce(&mut WriteSet)) {
        announce(cache, write);
        cache.publish();
    }

    #[test]
    fn a_row_is_found_by_kind_and_key() {
        let cache = holding(b"1");
        assert_eq!(get(&cache), Some(b"1".to_vec()));
        let epoch = cache.epoch().unwrap();
        assert!(cache.get(epoch, PasswordHash::KIND, &ana()).is_none());
        assert!(cache.get(epoch, KIND, &ana().text("")).is_none());
    }

    #[test]
    fn a_row_that_was_read_in_an_earlier_epoch_is_not_added() {
        let cache = RowCache::new();
        let before = cache.epoch().unwrap();
        commit(&cache, |writes| writes.record_write(KIND, &Key::new(), None));
        cache.add(before, KIND, &ana(), &body(b"1"));
        assert_eq!(get(&cache), None);
    }

    #[test]
    fn nothing_is_found_in_an_epoch_that_is_over() {
        let cache = holding(b"1");
        let before = cache.epoch().unwrap();
        commit(&cache, |writes| writes.record_write(KIND, &Key::new(), None));
        assert!(cache.get(before, KIND, &ana()).is_none());
        assert_eq!(get(&cache), Some(b"1".to_vec()));
    }

    #[test]
    fn a_row_keeps_its_body_until_the_commit_is_on_disk() {
        let cache = holding(b"1");
        announce(&cache, |writes| {
            writes.record_write(KIND, &ana(), Some(&body(b"2")));
        });
        assert_eq!(get(&cache), Some(b"1".to_vec()));
        assert!(cache.latest(KIND, &ana()).is_none());
        assert_eq!(progress(&cache), (1, 0));
        cache.publish();
        assert_eq!(get(&cache), Some(b"2".to_vec()));
        assert_eq!(cache.latest(KIND, &ana()).as_deref(), Some(&b"2"[..]));
        assert_eq!(progress(&cache), (1, 1));
    }

    #[test]
    fn a_failed_commit_does_not_settle_the_commits_before_it() {
        let cache = RowCache::new();
        announce(&cache, |writes| {
            writes.record_write(KIND, &ana(), Some(&body(b"1")));
        });
        announce(&cache, |writes| {
            writes.record_write(KIND, &ana(), Some(&body(b"2")));
        });
        cache.withdraw();
        assert_eq!(progress(&cache), (2, 0));
        announce(&cache, |writes| {
            writes.record_write(KIND, &ana(), Some(&body(b"3")));
        });
        assert_eq!(progress(&cache), (3, 0));
        cache.publish();
        assert_eq!(progress(&cache), (3, 2));
        cache.publish();
        assert_eq!(progress(&cache), (3, 3));
    }

    #[test]
    fn a_row_of_a_pending_commit_is_not_added() {
        let cache = RowCache::new();
        announce(&cache, |writes| writes.record_write(KIND, &ana(), None));
        let epoch = cache.epoch().unwrap();
        cache.add(epoch, KIND, &ana(), &body(b"2"));
        cache.add(epoch, KIND, &ana().text(""), &body(b"2"));
        assert_eq!(get(&cache), None);
        assert!(cache.get(epoch, KIND, &ana().text("")).is_some());
    }

    #[test]
    fn a_failed_commit_empties_the_cache() {
        let cache = holding(b"1");
        announce(&cache, |writes| {
            writes.record_write(KIND, &Key::new(), Some(&body(b"2")));
        });
        cache.withdraw();
        assert_eq!(get(&cache), None);
        assert_eq!(progress(&cache), (1, 1));
    }

    #[test]
    fn a_row_that_undone_work_wrote_is_not_cached() {
        let cache = holding(b"1");
        commit(&cache, |writes| {
            writes.record_write(KIND, &ana(), Some(&body(b"2")));
            writes.begin_work();
            writes.record_write(KIND, &ana(), Some(&body(b"3")));
            writes.undo_work();
        });
        assert_eq!(get(&cache), None);
    }

    #[test]
    fn a_closed_cache_stays_empty() {
        let cache = holding(b"1");
        let before = cache.epoch().unwrap();
        cache.close();
        commit(&cache, |writes| {
            writes.record_write(KIND, &ana(), Some(&body(b"2")));
        });
        cache.add(before, KIND, &ana(), &body(b"1"));
        assert_eq!(cache.epoch(), None);
        assert!(cache.get(before, KIND, &ana()).is_none());
    }

    #[test]
    fn the_cache_stays_within_its_capacity() {
        let cache = RowCache::with_capacity(100_000);
        let epoch = cache.epoch().unwrap();
        for number in 0..1_000 {
            let key = Key::new().text(&format!("{number}"));
            cache.add(epoch, KIND, &key, &body(&[0; 500]));
        }
        assert!(cache.rows.weight() <= 100_000 && cache.rows.len() > 50);
    }
}
