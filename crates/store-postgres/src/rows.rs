//! The port's verbs, on what the batch knows.

use std::future::poll_fn;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::Poll;

use roster_domain::audit::{AuditRecord, Sealed};
use roster_domain::{Entry, Index, Key, Kind};
use roster_store::{Body, BoxFuture, Range, Row, Rows, StoreError, Verdict, WriteError};

use crate::base::{Answer, AuditBody, Changes, EntryId, Order, Question, Reads, RowId, Shared};
use crate::schema::Table;

/// How a batch looks at the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// In one snapshot, without writing.
    Look,
    /// In one snapshot, writing what was looked at row by row.
    Share,
    /// One piece of work, while nobody else adds or removes anything.
    Alone,
}

/// The rows as one piece of work sees them.
pub(crate) struct WorkRows<'b> {
    shared: &'b Mutex<Shared>,
    mode: Mode,
    /// What was done when it began.
    generation: u64,
    changes: Changes,
    reads: Reads,
    audit: Vec<AuditBody>,
    /// The last verb that failed. What came before it must not be kept by itself.
    failure: Option<WriteError>,
    /// Whether it needs to be alone.
    aside: bool,
}

/// How a run of work ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    /// What it leaves is among what its batch leaves.
    Kept,
    /// It leaves nothing.
    Undone(Result<(), StoreError>),
    /// It was not done: it must be alone.
    Aside,
    /// It was not done: it saw what others have changed since.
    Stale,
}

impl<'b> WorkRows<'b> {
    pub(crate) fn new(shared: &'b Mutex<Shared>, mode: Mode) -> Self {
        Self {
            shared,
            mode,
            generation: lock(shared).generation,
            changes: Changes::default(),
            reads: Reads::default(),
            audit: Vec::new(),
            failure: None,
            aside: false,
        }
    }

    /// Hands over what the work leaves, if it is to be kept and can be.
    pub(crate) fn end(self, verdict: Result<Verdict, StoreError>) -> Ending {
        let mut shared = lock(self.shared);
        if self.aside {
            return Ending::Aside;
        }
        if shared.changed_since(self.generation, &self.reads) {
            return Ending::Stale;
        }
        let verdict = match self.failure {
            Some(WriteError::Store(error)) => Err(error),
            Some(WriteError::Taken(_)) if verdict == Ok(Verdict::Keep) => Err(StoreError::Engine(
                "work tried to keep half of what it wrote".to_owned(),
            )),
            _ => verdict,
        };
        match verdict {
            Ok(Verdict::Keep) => {
                shared.accept(self.changes, self.reads, self.audit);
                Ending::Kept
            }
            Ok(Verdict::KeepAudit) => {
                // It changes nothing, and was decided on one snapshot.
                shared.accept(Changes::default(), Reads::default(), self.audit);
                Ending::Undone(Ok(()))
            }
            Ok(Verdict::Undo) => Ending::Undone(Ok(())),
            Err(error) => Ending::Undone(Err(error)),
        }
    }

    /// Waits until these are known.
    async fn know(&mut self, rows: &[&RowId], entries: &[&EntryId]) {
        let own = &self.changes;
        let rows: Vec<_> = rows.iter().filter(|row| !own.rows.contains_key(row)).collect();
        let entries: Vec<_> = entries
            .iter()
            .filter(|entry| !own.entries.contains_key(entry))
            .collect();
        poll_fn(|_| {
            let mut shared = lock(self.shared);
            let mut known = true;
            for row in &rows {
                if !shared.knows_row(row) && !shared.assume(row) {
                    shared.wanted.rows.insert((**row).clone());
                    known = false;
                }
            }
            for entry in &entries {
                if !shared.knows_entry(entry) {
                    shared.wanted.entries.insert((**entry).clone());
                    known = false;
                }
            }
            if known { Poll::Ready(()) } else { Poll::Pending }
        })
        .await;
        self.reads.rows.extend(rows.into_iter().map(|row| (*row).clone()));
        self.reads
            .entries
            .extend(entries.into_iter().map(|entry| (*entry).clone()));
    }

    /// The body of a row that is known.
    fn row(&self, row: &RowId) -> Option<Vec<u8>> {
        match self.changes.rows.get(row) {
            Some(body) => body.clone(),
            None => lock(self.shared).row(row).map(<[u8]>::to_vec),
        }
    }

    /// Whether there is a row that is known.
    fn has(&self, row: &RowId) -> bool {
        match self.changes.rows.get(row) {
            Some(body) => body.is_some(),
            None => lock(self.shared).row(row).is_some(),
        }
    }

    /// The key at an entry that is known.
    fn entry(&self, entry: &EntryId) -> Option<Key> {
        match self.changes.entries.get(entry) {
            Some(key) => key.clone(),
            None => lock(self.shared).entry(entry).cloned(),
        }
    }

    async fn find_row(&mut self, kind: &'static Kind, entry: &Entry) -> Option<Vec<u8>> {
        let entry = entry_id(kind, entry);
        self.know(&[], &[&entry]).await;
        let row = RowId {
            table: entry.table,
            key: self.entry(&entry)?,
        };
        self.know(&[&row], &[]).await;
        self.row(&row)
    }

    async fn insert_row(
        &mut self,
        kind: &'static Kind,
        key: &Key,
        body: &[u8],
        entries: &[Entry],
    ) -> Result<(), WriteError> {
        self.may_write()?;
        let row = row_id(kind, key);
        let ids = entry_ids(kind, entries);
        self.know(&[&row], &ids.iter().collect::<Vec<_>>()).await;
        if self.has(&row) {
            return Err(StoreError::key_exists(kind.name).into());
        }
        self.changes.rows.insert(row, Some(body.to_vec()));
        self.add_entries(key, entries, ids)
    }

    async fn update_row(
        &mut self,
        kind: &'static Kind,
        key: &Key,
        body: &[u8],
        removed: &[Entry],
        added: &[Entry],
    ) -> Result<(), WriteError> {
        self.may_write()?;
        let row = row_id(kind, key);
        let (old, new) = (entry_ids(kind, removed), entry_ids(kind, added));
        self.know(&[&row], &old.iter().chain(&new).collect::<Vec<_>>())
            .await;
        if !self.has(&row) {
            return Err(StoreError::no_such(kind.name).into());
        }
        self.changes.rows.insert(row, Some(body.to_vec()));
        self.remove_entries(kind, key, old)?;
        self.add_entries(key, added, new)
    }

    async fn delete_row(
        &mut self,
        kind: &'static Kind,
        key: &Key,
        entries: &[Entry],
    ) -> Result<(), StoreError> {
        self.may_write()?;
        let row = row_id(kind, key);
        let ids = entry_ids(kind, entries);
        self.know(&[&row], &ids.iter().collect::<Vec<_>>()).await;
        if !self.has(&row) {
            return Err(StoreError::no_such(kind.name));
        }
        self.changes.rows.insert(row, None);
        self.remove_entries(kind, key, ids)
    }

    fn add_entries(&mut self, key: &Key, entries: &[Entry], ids: Vec<EntryId>) -> Result<(), WriteError> {
        for (entry, id) in entries.iter().zip(ids) {
            if self.entry(&id).is_some() {
                return Err(WriteError::Taken(entry.index));
            }
            self.changes.entries.insert(id, Some(key.clone()));
        }
        Ok(())
    }

    fn remove_entries(&mut self, kind: &Kind, key: &Key, ids: Vec<EntryId>) -> Result<(), StoreError> {
        for id in ids {
            if self.entry(&id).as_ref() != Some(key) {
                return Err(StoreError::no_such(kind.name));
            }
            self.changes.entries.insert(id, None);
        }
        Ok(())
    }

    fn append(&mut self, record: &AuditRecord) -> Result<(), StoreError> {
        self.may_write()?;
        let body = serde_json::to_vec(record).map_err(|error| StoreError::Engine(error.to_string()))?;
        let milliseconds = record.time.milliseconds;
        self.audit.push(AuditBody { milliseconds, body });
        Ok(())
    }

    fn may_write(&self) -> Result<(), StoreError> {
        match self.mode {
            Mode::Share | Mode::Alone => Ok(()),
            Mode::Look => Err(StoreError::read_only()),
        }
    }

    /// Asks about a range, which only the database can answer: after it has been told what this
    /// work has written, and while nobody else writes.
    async fn ask(
        &mut self,
        question: Question,
        place: (usize, Option<usize>),
        bounds: (Key, Key),
    ) -> Result<Answer, StoreError> {
        if self.mode == Mode::Share {
            self.aside = true;
            return Err(StoreError::Engine("this work must be alone".to_owned()));
        }
        let before = (std::mem::take(&mut self.changes), std::mem::take(&mut self.reads));
        let ticket = {
            let mut shared = lock(self.shared);
            shared.tickets += 1;
            let ticket = shared.tickets;
            shared.wanted.orders.push(Order {
                ticket,
                question,
                table: place.0,
                index: place.1,
                start: bounds.0,
                end: bounds.1,
                before,
            });
            ticket
        };
        let answer = poll_fn(|_| match lock(self.shared).answers.remove(&ticket) {
            Some(answer) => Poll::Ready(answer),
            None => Poll::Pending,
        })
        .await;
        Ok(answer)
    }

    async fn scan_index(
        &mut self,
        kind: &Kind,
        index: &Index,
        range: Range<'_>,
    ) -> Result<Vec<Row>, StoreError> {
        let question = Question::Scan { limit: range.limit };
        match self
            .ask(question, place(kind, Some(index)), range.bounds())
            .await?
        {
            Answer::Found(found) => Ok(found
                .into_iter()
                .map(|found| {
                    self.reads.rows.insert(found.row);
                    Row {
                        entry: found.entry,
                        body: found.body,
                    }
                })
                .collect()),
            Answer::Count(_) | Answer::Audited(_) | Answer::Done => Err(mixed_up()),
        }
    }

    async fn count_entries(&mut self, kind: &Kind, index: &Index, prefix: &Key) -> Result<u64, StoreError> {
        let bounds = (prefix.clone(), prefix.end_of_prefix());
        match self
            .ask(Question::Count, place(kind, Some(index)), bounds)
            .await?
        {
            Answer::Count(count) => Ok(count),
            Answer::Found(_) | Answer::Audited(_) | Answer::Done => Err(mixed_up()),
        }
    }

    async fn audited_before(&mut self, before: u64, limit: usize) -> Result<Vec<Sealed>, StoreError> {
        if self.mode != Mode::Look {
            return Err(StoreError::audit_in_a_write());
        }
        let question = Question::Audited { before, limit };
        let nowhere = (Key::new(), Key::new());
        match self.ask(question, (0, None), nowhere).await? {
            Answer::Audited(records) => Ok(records),
            Answer::Found(_) | Answer::Count(_) | Answer::Done => Err(mixed_up()),
        }
    }

    async fn delete_range(&mut self, kind: &Kind, prefix: &Key) -> Result<(), StoreError> {
        self.may_write()?;
        let bounds = (prefix.clone(), prefix.end_of_prefix());
        let place = place(kind, None);
        self.ask(Question::DeleteAll, place, bounds).await.map(drop)
    }

    /// Remembers a failure, in case the work does not mind it.
    fn noted<T, E: Clone + Into<WriteError>>(&mut self, result: Result<T, E>) -> Result<T, E> {
        if let Err(error) = &result {
            self.failure = Some(error.clone().into());
        }
        result
    }
}

pub(crate) fn lock(shared: &Mutex<Shared>) -> MutexGuard<'_, Shared> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

fn row_id(kind: &Kind, key: &Key) -> RowId {
    RowId {
        table: Table::of(kind).number,
        key: key.clone(),
    }
}

fn entry_id(kind: &Kind, entry: &Entry) -> EntryId {
    let table = Table::of(kind);
    EntryId {
        table: table.number,
        index: table.index(entry.index).0,
        entry: entry.key.clone(),
    }
}

fn entry_ids(kind: &Kind, entries: &[Entry]) -> Vec<EntryId> {
    entries.iter().map(|entry| entry_id(kind, entry)).collect()
}

/// The numbers of a kind's table and of an index of it.
fn place(kind: &Kind, index: Option<&Index>) -> (usize, Option<usize>) {
    let table = Table::of(kind);
    (table.number, index.map(|index| table.index(index).0))
}

fn mixed_up() -> StoreError {
    StoreError::Engine("an answer came to another question".to_owned())
}

impl Rows for WorkRows<'_> {
    fn get<'a>(
        &'a mut self,
        kind: &'static Kind,
        key: &'a Key,
    ) -> BoxFuture<'a, Result<Option<Body>, StoreError>> {
        Box::pin(async move {
            let row = row_id(kind, key);
            self.know(&[&row], &[]).await;
            Ok(self.row(&row).map(Body::from))
        })
    }

    fn find<'a>(
        &'a mut self,
        kind: &'static Kind,
        entry: &'a Entry,
    ) -> BoxFuture<'a, Result<Option<Vec<u8>>, StoreError>> {
        Box::pin(async move { Ok(self.find_row(kind, entry).await) })
    }

    fn scan<'a>(
        &'a mut self,
        kind: &'static Kind,
        index: &'static Index,
        range: Range<'a>,
    ) -> BoxFuture<'a, Result<Vec<Row>, StoreError>> {
        Box::pin(async move {
            let rows = self.scan_index(kind, index, range).await;
            self.noted(rows)
        })
    }

    fn count<'a>(
        &'a mut self,
        kind: &'static Kind,
        index: &'static Index,
        prefix: &'a Key,
    ) -> BoxFuture<'a, Result<u64, StoreError>> {
        Box::pin(async move {
            let count = self.count_entries(kind, index, prefix).await;
            self.noted(count)
        })
    }

    fn insert<'a>(
        &'a mut self,
        kind: &'static Kind,
        key: &'a Key,
        body: &'a [u8],
        entries: &'a [Entry],
    ) -> BoxFuture<'a, Result<(), WriteError>> {
        Box::pin(async move {
            let inserted = self.insert_row(kind, key, body, entries).await;
            self.noted(inserted)
        })
    }

    fn update<'a>(
        &'a mut self,
        kind: &'static Kind,
        key: &'a Key,
        body: &'a Body,
        removed: &'a [Entry],
        added: &'a [Entry],
    ) -> BoxFuture<'a, Result<(), WriteError>> {
        Box::pin(async move {
            let updated = self.update_row(kind, key, body, removed, added).await;
            self.noted(updated)
        })
    }

    fn delete<'a>(
        &'a mut self,
        kind: &'static Kind,
        key: &'a Key,
        entries: &'a [Entry],
    ) -> BoxFuture<'a, Result<(), StoreError>> {
        Box::pin(async move {
            let deleted = self.delete_row(kind, key, entries).await;
            self.noted(deleted)
        })
    }

    fn delete_all<'a>(
        &'a mut self,
        kind: &'static Kind,
        prefix: &'a Key,
    ) -> BoxFuture<'a, Result<(), StoreError>> {
        Box::pin(async move {
            let deleted = self.delete_range(kind, prefix).await;
            self.noted(deleted)
        })
    }

    fn audited(&mut self, before: u64, limit: usize) -> BoxFuture<'_, Result<Vec<Sealed>, StoreError>> {
        Box::pin(async move {
            let records = self.audited_before(before, limit).await;
            self.noted(records)
        })
    }

    fn audit<'a>(&'a mut self, record: &'a AuditRecord) -> BoxFuture<'a, Result<(), StoreError>> {
        Box::pin(async move {
            let appended = self.append(record);
            self.noted(appended)
        })
    }
}
