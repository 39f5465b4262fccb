//! A store that lets a test see what was written to the audit, whatever engine is behind it, and that
//! can be given a flaw.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use roster_domain::audit::{AuditRecord, ChainedRecord, Head};
use roster_domain::random::SystemEntropy;
use roster_domain::{Entry, Index, Key, Kind};
use roster_store::{
    AuditRange, Body, BoxFuture, EntryOfRow, Range, ReadKind, Row, Rows, Store, StoreError, StoreMetrics,
    Verdict, Work, WriteError,
};

use crate::gate::Gate;

/// What is wrong with a store, so that a test of what many see at once can be seen to fail.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Flaw {
    /// Nothing.
    #[default]
    None,
    /// A row is read as it was at its first read.
    StaleReads,
    /// Updates of a row are acknowledged and lost.
    LostUpdates,
}

/// The audit records that were kept, in their order, how often the store was read, and how its rows
/// were first.
#[derive(Clone, Default)]
pub(crate) struct Seen {
    records: Arc<Mutex<Vec<AuditRecord>>>,
    reads: Arc<AtomicUsize>,
    audit_reads: Arc<AtomicUsize>,
    scanned: Arc<AtomicUsize>,
    first: Arc<Mutex<Bodies>>,
    disk_is_full: Arc<AtomicBool>,
    reads_fail: Arc<AtomicBool>,
}

type Bodies = HashMap<(&'static str, Vec<u8>), Option<Body>>;

impl Seen {
    /// How often the store was read.
    pub(crate) fn reads(&self) -> usize {
        self.reads.load(Ordering::Relaxed)
    }

    /// How many audit records reads were given.
    pub(crate) fn audit_reads(&self) -> usize {
        self.audit_reads.load(Ordering::Relaxed)
    }

    /// How many rows scans of changes and reads were given.
    pub(crate) fn scanned(&self) -> usize {
        self.scanned.load(Ordering::Relaxed)
    }

    /// Lets every change fail as on a disk that is full, or no more.
    pub(crate) fn fill_disk(&self, is_full: bool) {
        self.disk_is_full.store(is_full, Ordering::Relaxed);
    }

    /// Lets every read fail, or no more.
    pub(crate) fn fail_reads(&self, fail: bool) {
        self.reads_fail.store(fail, Ordering::Relaxed);
    }

    /// How a row was when it was first read.
    fn first(&self, kind: &'static Kind, key: &Key, body: Option<Body>) -> Option<Body> {
        let mut first = self.first.lock().unwrap_or_else(PoisonError::into_inner);
        let place = (kind.name, key.as_bytes().to_vec());
        first.entry(place).or_insert(body).clone()
    }

    /// The records from the `after`-th on.
    pub(crate) fn records(&self, after: usize) -> Vec<AuditRecord> {
        self.all()[after..].to_vec()
    }

    /// How many records there are.
    pub(crate) fn count(&self) -> usize {
        self.all().len()
    }

    fn all(&self) -> MutexGuard<'_, Vec<AuditRecord>> {
        self.records.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A store that notes the audit records of work that was kept.
pub(crate) struct Watched {
    pub(crate) store: Arc<dyn Store>,
    pub(crate) seen: Seen,
    pub(crate) gate: Arc<Gate>,
    pub(crate) gate_behind_reads: Arc<Gate>,
    pub(crate) flaw: Flaw,
    pub(crate) has_other_writers: bool,
}

impl Watched {
    fn work(&self, work: Box<dyn Work>, flaw: Flaw, gate_behind: Option<Arc<Gate>>) -> Box<dyn Work> {
        Box::new(WatchedWork {
            work,
            noted: Vec::new(),
            verdict: Verdict::Undo,
            seen: self.seen.clone(),
            gate_behind,
            flaw,
        })
    }
}

impl Store for Watched {
    fn read(&self, kind: ReadKind, work: Box<dyn Work>) {
        self.seen.reads.fetch_add(1, Ordering::Relaxed);
        let seen = self.seen.clone();
        let behind = Some(Arc::clone(&self.gate_behind_reads));
        let (store, work) = (Arc::clone(&self.store), self.work(work, self.flaw, behind));
        self.gate.pass(move || {
            if seen.reads_fail.load(Ordering::Relaxed) {
                work.finish(Err(StoreError::Engine("a read that a test lets fail".to_owned())));
            } else {
                store.read(kind, work);
            }
        });
    }

    fn write(&self, work: Box<dyn Work>) {
        // Writes are not misled by stale reads.
        let flaw = match self.flaw {
            Flaw::None | Flaw::StaleReads => Flaw::None,
            Flaw::LostUpdates => Flaw::LostUpdates,
        };
        if self.seen.disk_is_full.load(Ordering::Relaxed) {
            return work.finish(Err(StoreError::Full));
        }
        let (store, work) = (Arc::clone(&self.store), self.work(work, flaw, None));
        self.gate.pass(move || store.write(work));
    }

    fn is_reachable(&self) -> bool {
        self.store.is_reachable()
    }

    fn has_other_writers(&self) -> bool {
        self.has_other_writers
    }

    fn crash(&self) -> Option<StoreError> {
        self.store.crash()
    }

    fn crashed(&self) -> BoxFuture<'static, ()> {
        self.store.crashed()
    }

    fn metrics(&self) -> StoreMetrics {
        self.store.metrics()
    }

    fn stop(&self) -> BoxFuture<'static, ()> {
        self.store.stop()
    }
}

struct WatchedWork {
    work: Box<dyn Work>,
    noted: Vec<AuditRecord>,
    verdict: Verdict,
    seen: Seen,
    /// Where it waits when it is done.
    gate_behind: Option<Arc<Gate>>,
    flaw: Flaw,
}

impl Work for WatchedWork {
    fn run<'a>(&'a mut self, rows: &'a mut dyn Rows) -> BoxFuture<'a, Result<Verdict, StoreError>> {
        Box::pin(async move {
            // Work may be undone and run again.
            self.noted.clear();
            let mut rows = WatchedRows {
                rows,
                noted: &mut self.noted,
                seen: &self.seen,
                flaw: self.flaw,
            };
            self.verdict = self.work.run(&mut rows).await?;
            Ok(self.verdict)
        })
    }

    fn finish(self: Box<Self>, outcome: Result<(), StoreError>) {
        let Self {
            work,
            noted,
            verdict,
            seen,
            gate_behind,
            flaw: _,
        } = *self;
        if outcome.is_ok() && verdict != Verdict::Undo {
            let mut records = seen.all();
            records.extend(noted);
        }
        match gate_behind {
            Some(gate) => gate.pass(move || work.finish(outcome)),
            None => work.finish(outcome),
        }
    }
}

struct WatchedRows<'a> {
    rows: &'a mut dyn Rows,
    noted: &'a mut Vec<AuditRecord>,
    seen: &'a Seen,
    flaw: Flaw,
}

impl Rows for WatchedRows<'_> {
    fn get<'a>(
        &'a mut self,
        kind: &'static Kind,
        key: &'a Key,
    ) -> BoxFuture<'a, Result<Option<Body>, StoreError>> {
        Box::pin(async move {
            let body = self.rows.get(kind, key).await?;
            Ok(match self.flaw {
                Flaw::None | Flaw::LostUpdates => body,
                Flaw::StaleReads => self.seen.first(kind, key, body),
            })
        })
    }

    fn find<'a>(
        &'a mut self,
        kind: &'static Kind,
        entry: &'a Entry,
    ) -> BoxFuture<'a, Result<Option<Vec<u8>>, StoreError>> {
        self.rows.find(kind, entry)
    }

    fn scan<'a>(
        &'a mut self,
        kind: &'static Kind,
        index: &'static Index,
        range: Range<'a>,
    ) -> BoxFuture<'a, Result<Vec<Row>, StoreError>> {
        Box::pin(async move {
            let rows = self.rows.scan(kind, index, range).await?;
            self.seen.scanned.fetch_add(rows.len(), Ordering::Relaxed);
            Ok(rows)
        })
    }

    fn get_all<'a>(
        &'a mut self,
        kind: &'static Kind,
        keys: &'a [Key],
    ) -> BoxFuture<'a, Result<Vec<Option<Body>>, StoreError>> {
        Box::pin(async move {
            let mut bodies = Vec::new();
            for key in keys {
                bodies.push(self.get(kind, key).await?);
            }
            Ok(bodies)
        })
    }

    fn entries<'a>(
        &'a mut self,
        kind: &'static Kind,
        index: &'static Index,
        range: Range<'a>,
        containing: Option<&'a [u8]>,
    ) -> BoxFuture<'a, Result<Vec<EntryOfRow>, StoreError>> {
        self.rows.entries(kind, index, range, containing)
    }

    fn count<'a>(
        &'a mut self,
        kind: &'static Kind,
        index: &'static Index,
        prefix: &'a Key,
    ) -> BoxFuture<'a, Result<u64, StoreError>> {
        self.rows.count(kind, index, prefix)
    }

    fn insert<'a>(
        &'a mut self,
        kind: &'static Kind,
        key: &'a Key,
        body: &'a [u8],
        entries: &'a [Entry],
    ) -> BoxFuture<'a, Result<(), WriteError>> {
        self.rows.insert(kind, key, body, entries)
    }

    fn update<'a>(
        &'a mut self,
        kind: &'static Kind,
        key: &'a Key,
        body: &'a Body,
        removed: &'a [Entry],
        added: &'a [Entry],
    ) -> BoxFuture<'a, Result<(), WriteError>> {
        match self.flaw {
            Flaw::None | Flaw::StaleReads => self.rows.update(kind, key, body, removed, added),
            Flaw::LostUpdates => Box::pin(async { Ok(()) }),
        }
    }

    fn delete<'a>(
        &'a mut self,
        kind: &'static Kind,
        key: &'a Key,
        entries: &'a [Entry],
    ) -> BoxFuture<'a, Result<(), StoreError>> {
        self.rows.delete(kind, key, entries)
    }

    fn delete_some<'a>(
        &'a mut self,
        kind: &'static Kind,
        index: Option<&'static Index>,
        range: Range<'a>,
    ) -> BoxFuture<'a, Result<Option<Key>, StoreError>> {
        self.rows.delete_some(kind, index, range)
    }

    fn audited(&mut self, range: AuditRange) -> BoxFuture<'_, Result<Vec<ChainedRecord>, StoreError>> {
        Box::pin(async move {
            let records = self.rows.audited(range).await?;
            self.seen.audit_reads.fetch_add(records.len(), Ordering::Relaxed);
            Ok(records)
        })
    }

    fn audit<'a>(&'a mut self, record: &'a AuditRecord) -> BoxFuture<'a, Result<(), StoreError>> {
        self.noted.push(as_read(record));
        self.rows.audit(record)
    }

    fn erase_audited<'a>(&'a mut self, numbers: &'a [u64]) -> BoxFuture<'a, Result<(), StoreError>> {
        self.rows.erase_audited(numbers)
    }

    fn remove_audited<'a>(
        &'a mut self,
        chain: &'a str,
        after: u64,
        until: u64,
    ) -> BoxFuture<'a, Result<(), StoreError>> {
        self.rows.remove_audited(chain, after, until)
    }
}

/// A record with its personal values, as a reader of the audit sees it.
fn as_read(record: &AuditRecord) -> AuditRecord {
    let split = record.clone().split(&SystemEntropy::default());
    let chained = Head::default().append_split(split.expect("a record is JSON"));
    chained.record().expect("it is read as it was written")
}
