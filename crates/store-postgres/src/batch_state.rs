//! The state of a batch, shared by its pieces of work: the rows of the snapshot that were read, and the writes of
//! finished work.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Mutex, MutexGuard, PoisonError};

use quick_cache::unsync::Cache;
use roster_domain::Key;
use roster_domain::audit::AuditRecord;

use crate::range_query::{PendingQuery, PendingScan, QueryResult};
use crate::read_write_sets::{ReadSet, WriteSet};
use crate::row_ids::{EntryId, RowId};

/// A row of the database.
#[derive(Clone, Debug)]
pub(crate) struct StoredRow {
    pub(crate) version: i64,
    pub(crate) body: Vec<u8>,
}

/// The rows and entries of the snapshot that were read so far; `None` for missing ones.
#[derive(Debug, Default)]
pub(crate) struct Snapshot {
    pub(crate) rows: HashMap<RowId, Option<StoredRow>>,
    pub(crate) entries: HashMap<EntryId, Option<Key>>,
}

impl Snapshot {
    /// Applies writes that the open transaction has made, all with one version.
    pub(crate) fn apply(&mut self, writes: WriteSet, version: i64) {
        for (row, body) in writes.rows {
            self.rows
                .insert(row, body.map(|body| StoredRow { version, body }));
        }
        self.entries.extend(writes.entries);
    }

    /// Adds a row that a query has found. A row that was read before stays as it was read: its version is checked when
    /// the batch is written.
    pub(crate) fn add_unless_read(&mut self, row: &RowId, stored: StoredRow) {
        let read = self.rows.entry(row.clone()).or_insert(None);
        read.get_or_insert(stored);
    }
}

/// How many rows are kept from one batch to the next.
const RECENT: usize = 256;
/// Larger bodies are not kept.
const RECENT_BYTES: usize = 4096;

/// Rows as earlier batches read them. Work uses one at once, and its version is verified in the next round trip.
pub(crate) struct RecentRows(Cache<RowId, StoredRow>);

impl Default for RecentRows {
    fn default() -> Self {
        Self(Cache::new(RECENT))
    }
}

/// What work waits for.
#[derive(Debug, Default)]
pub(crate) struct WantedData {
    pub(crate) rows: BTreeSet<RowId>,
    pub(crate) entries: BTreeSet<EntryId>,
    pub(crate) scans: Vec<PendingScan>,
    pub(crate) queries: Vec<PendingQuery>,
    /// What exclusive work has read and written before its query, which must be written first.
    pub(crate) before: (WriteSet, ReadSet),
}

impl WantedData {
    pub(crate) fn is_empty(&self) -> bool {
        self.rows.is_empty() && self.entries.is_empty() && self.scans.is_empty() && self.queries.is_empty()
    }
}

/// The state of a batch.
#[derive(Default)]
pub(crate) struct BatchState {
    /// Rows of earlier batches; `None` if they must not be used.
    recent: Option<RecentRows>,
    /// How many rows a piece of work may have read from ranges when it reads more; `None` if any.
    budget: Option<usize>,
    /// The versions of recent rows that were used and not verified yet.
    unverified: Vec<(RowId, i64)>,
    pub(crate) snapshot: Snapshot,
    pub(crate) wanted: WantedData,
    pub(crate) results: HashMap<u64, QueryResult>,
    pub(crate) last_ticket: u64,
    /// The writes of finished work.
    pub(crate) write_set: WriteSet,
    /// What finished work has read.
    pub(crate) read_set: ReadSet,
    /// The audit records of finished work.
    pub(crate) audit: Vec<AuditRecord>,
    /// How many pieces of work have finished with writes.
    pub(crate) generation: u64,
    /// The generation that wrote each row and entry last.
    row_generations: HashMap<RowId, u64>,
    entry_generations: HashMap<EntryId, u64>,
}

impl BatchState {
    pub(crate) fn new(recent: Option<RecentRows>) -> Self {
        Self {
            recent,
            ..Self::default()
        }
    }

    /// The same, in which no piece of work reads more from ranges than a budget allows.
    pub(crate) fn within(self, budget: Option<usize>) -> Self {
        Self { budget, ..self }
    }

    /// Whether work that has read so many rows from ranges may read more.
    pub(crate) fn allows_more(&self, rows: usize) -> bool {
        self.budget.is_none_or(|budget| rows < budget)
    }

    /// Uses a row of an earlier batch, if there is one, and requests its verification.
    pub(crate) fn use_recent(&mut self, row: &RowId) -> bool {
        let Some(stored) = self.recent.as_ref().and_then(|recent| recent.0.get(row)) else {
            return false;
        };
        self.unverified.push((row.clone(), stored.version));
        self.snapshot.rows.insert(row.clone(), Some(stored.clone()));
        self.wanted.rows.insert(row.clone());
        true
    }

    /// Verifies the recent rows that were used against the database. If one has changed, all writes are dropped and all
    /// work must run again.
    pub(crate) fn verify_recent(&mut self) -> bool {
        let version = |row| Some(self.snapshot.rows.get(row)?.as_ref()?.version);
        let unverified = std::mem::take(&mut self.unverified);
        if unverified.iter().all(|(row, used)| version(row) == Some(*used)) {
            return true;
        }
        *self = Self {
            recent: self.recent.take(),
            budget: self.budget,
            snapshot: std::mem::take(&mut self.snapshot),
            ..Self::default()
        };
        false
    }

    /// The recent rows for the next batch.
    pub(crate) fn into_recent(self) -> RecentRows {
        let mut recent = self.recent.unwrap_or_default();
        for (row, stored) in self.snapshot.rows {
            match stored {
                Some(stored)
                    if stored.body.len() <= RECENT_BYTES && !self.write_set.rows.contains_key(&row) =>
                {
                    recent.0.insert(row, stored);
                }
                Some(_) | None => _ = recent.0.remove(&row),
            }
        }
        recent
    }

    /// Whether a row was read, missing or not.
    pub(crate) fn has_read_row(&self, row: &RowId) -> bool {
        self.write_set.rows.contains_key(row) || self.snapshot.rows.contains_key(row)
    }

    /// Whether an entry was read, missing or not.
    pub(crate) fn has_read_entry(&self, entry: &EntryId) -> bool {
        self.write_set.entries.contains_key(entry) || self.snapshot.entries.contains_key(entry)
    }

    /// The body of a row that was read.
    pub(crate) fn row(&self, row: &RowId) -> Option<&[u8]> {
        match self.write_set.rows.get(row) {
            Some(body) => body.as_deref(),
            None => self.snapshot.rows.get(row)?.as_ref().map(|stored| &*stored.body),
        }
    }

    /// The key at an entry that was read.
    pub(crate) fn entry(&self, entry: &EntryId) -> Option<&Key> {
        match self.write_set.entries.get(entry) {
            Some(key) => key.as_ref(),
            None => self.snapshot.entries.get(entry)?.as_ref(),
        }
    }

    /// Whether any of these was written since a generation.
    pub(crate) fn changed_since(&self, generation: u64, reads: &ReadSet) -> bool {
        let later = |written: Option<&u64>| written.is_some_and(|written| *written > generation);
        reads.rows.iter().any(|row| later(self.row_generations.get(row)))
            || reads
                .entries
                .iter()
                .any(|entry| later(self.entry_generations.get(entry)))
            || reads.ranges.iter().any(|read| {
                let mut written = self.entry_generations.iter();
                written.any(|(entry, written)| *written > generation && read.range.covers(entry))
            })
    }

    /// Whether there is nothing to write.
    pub(crate) fn is_empty(&self) -> bool {
        self.write_set.is_empty() && self.audit.is_empty()
    }

    /// Adds the reads, writes and audit records of finished work.
    pub(crate) fn accept(&mut self, writes: WriteSet, reads: ReadSet, audit: Vec<AuditRecord>) {
        self.generation += 1;
        let generation = self.generation;
        self.row_generations
            .extend(writes.rows.keys().map(|row| (row.clone(), generation)));
        self.entry_generations
            .extend(writes.entries.keys().map(|entry| (entry.clone(), generation)));
        self.write_set.rows.extend(writes.rows);
        self.write_set.entries.extend(writes.entries);
        self.write_set.erased.extend(writes.erased);
        self.write_set.removed.extend(writes.removed);
        self.read_set.rows.extend(reads.rows);
        self.read_set.entries.extend(reads.entries);
        for range in reads.ranges {
            if !self.read_set.ranges.contains(&range) {
                self.read_set.ranges.push(range);
            }
        }
        self.audit.extend(audit);
    }
}

/// Locks the state of a batch.
pub(crate) fn lock(state: &Mutex<BatchState>) -> MutexGuard<'_, BatchState> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}
