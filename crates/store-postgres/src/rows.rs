//! The port's verbs, on the state of the batch.

use std::collections::BTreeMap;
use std::future::poll_fn;
use std::sync::Mutex;
use std::task::Poll;

use roster_domain::audit::{AuditRecord, ChainedRecord};
use roster_domain::{Entry, Index, Key, Kind};
use roster_store::{AuditRange, Body, EngineRows, EntryOfRow, Range, Row, StoreError, Verdict, WriteError};

use crate::batch_state::{BatchState, WantedData, lock};
use crate::mode::{Mode, RunOutcome};
use crate::range_query::{PendingQuery, PendingScan, QueryResult, RangeQuery};
use crate::read_write_sets::{IndexRange, RangeContent, RangeRead, ReadSet, WriteSet};
use crate::row_ids::{EntryId, RowId};
use crate::schema::Table;

/// The rows as one piece of work sees them.
pub(crate) struct WorkRows<'b> {
    state: &'b Mutex<BatchState>,
    mode: Mode,
    /// The generation of the batch when the work began.
    generation: u64,
    writes: WriteSet,
    reads: ReadSet,
    audit: Vec<AuditRecord>,
    /// The last verb that failed. After it, nothing of the work may be kept.
    failure: Option<WriteError>,
    needs_exclusive: bool,
    /// How many rows it has read from ranges.
    scanned: usize,
    is_too_long: bool,
}

impl<'b> WorkRows<'b> {
    pub(crate) fn new(state: &'b Mutex<BatchState>, mode: Mode) -> Self {
        Self {
            state,
            mode,
            generation: lock(state).generation,
            writes: WriteSet::default(),
            reads: ReadSet::default(),
            audit: Vec::new(),
            failure: None,
            needs_exclusive: false,
            scanned: 0,
            is_too_long: false,
        }
    }

    /// Adds the writes of the work to the batch, if they can be kept.
    pub(crate) fn end(self, verdict: Result<Verdict, StoreError>) -> RunOutcome {
        let mut state = lock(self.state);
        if self.needs_exclusive {
            return RunOutcome::NeedsExclusive;
        }
        if self.is_too_long {
            return RunOutcome::TooLong;
        }
        if state.changed_since(self.generation, &self.reads) {
            return RunOutcome::Stale;
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
                state.accept(self.writes, self.reads, self.audit);
                RunOutcome::Kept
            }
            Ok(Verdict::KeepAudit) => {
                // It changes no rows, and was decided on one snapshot.
                state.accept(WriteSet::default(), ReadSet::default(), self.audit);
                RunOutcome::Undone(Ok(()))
            }
            Ok(Verdict::Undo) => RunOutcome::Undone(Ok(())),
            Err(error) => RunOutcome::Undone(Err(error)),
        }
    }

    /// Waits until these rows and entries are read.
    async fn read(&mut self, rows: &[&RowId], entries: &[&EntryId]) {
        let own = &self.writes;
        let rows: Vec<_> = rows.iter().filter(|row| !own.rows.contains_key(row)).collect();
        let entries: Vec<_> = entries
            .iter()
            .filter(|entry| !own.entries.contains_key(entry))
            .collect();
        poll_fn(|_| {
            let mut state = lock(self.state);
            let mut is_read = true;
            for row in &rows {
                if !state.has_read_row(row) && !state.use_recent(row) {
                    state.wanted.rows.insert((**row).clone());
                    is_read = false;
                }
            }
            for entry in &entries {
                if !state.has_read_entry(entry) {
                    state.wanted.entries.insert((**entry).clone());
                    is_read = false;
                }
            }
            if is_read { Poll::Ready(()) } else { Poll::Pending }
        })
        .await;
        self.reads.rows.extend(rows.into_iter().map(|row| (*row).clone()));
        self.reads
            .entries
            .extend(entries.into_iter().map(|entry| (*entry).clone()));
    }

    /// The body of a row that was read.
    fn row(&self, row: &RowId) -> Option<Vec<u8>> {
        match self.writes.rows.get(row) {
            Some(body) => body.clone(),
            None => lock(self.state).row(row).map(<[u8]>::to_vec),
        }
    }

    /// Whether a row that was read exists.
    fn has(&self, row: &RowId) -> bool {
        match self.writes.rows.get(row) {
            Some(body) => body.is_some(),
            None => lock(self.state).row(row).is_some(),
        }
    }

    /// The key at an entry that was read.
    fn entry(&self, entry: &EntryId) -> Option<Key> {
        match self.writes.entries.get(entry) {
            Some(key) => key.clone(),
            None => lock(self.state).entry(entry).cloned(),
        }
    }

    async fn find_row(&mut self, kind: &'static Kind, entry: &Entry) -> Option<Vec<u8>> {
        let entry = entry_id(kind, entry);
        self.read(&[], &[&entry]).await;
        let row = RowId {
            table: entry.table,
            key: self.entry(&entry)?,
        };
        self.read(&[&row], &[]).await;
        self.row(&row)
    }

    async fn insert_row(
        &mut self,
        kind: &'static Kind,
        key: &Key,
        body: &[u8],
        entries: &[Entry],
    ) -> Result<(), WriteError> {
        self.mode.require_write()?;
        let row = row_id(kind, key);
        let ids = entry_ids(kind, entries);
        self.read(&[&row], &ids.iter().collect::<Vec<_>>()).await;
        if self.has(&row) {
            return Err(StoreError::key_exists(kind.name).into());
        }
        self.writes.rows.insert(row, Some(body.to_vec()));
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
        self.mode.require_write()?;
        let row = row_id(kind, key);
        let (old, new) = (entry_ids(kind, removed), entry_ids(kind, added));
        self.read(&[&row], &old.iter().chain(&new).collect::<Vec<_>>())
            .await;
        if !self.has(&row) {
            return Err(StoreError::no_such(kind.name).into());
        }
        self.writes.rows.insert(row, Some(body.to_vec()));
        self.remove_entries(kind, key, old)?;
        self.add_entries(key, added, new)
    }

    async fn delete_row(
        &mut self,
        kind: &'static Kind,
        key: &Key,
        entries: &[Entry],
    ) -> Result<(), StoreError> {
        self.mode.require_write()?;
        let row = row_id(kind, key);
        let ids = entry_ids(kind, entries);
        self.read(&[&row], &ids.iter().collect::<Vec<_>>()).await;
        if !self.has(&row) {
            return Err(StoreError::no_such(kind.name));
        }
        self.writes.rows.insert(row, None);
        self.remove_entries(kind, key, ids)
    }

    fn add_entries(&mut self, key: &Key, entries: &[Entry], ids: Vec<EntryId>) -> Result<(), WriteError> {
        for (entry, id) in entries.iter().zip(ids) {
            if self.entry(&id).is_some() {
                return Err(WriteError::Taken(entry.index));
            }
            self.writes.entries.insert(id, Some(key.clone()));
        }
        Ok(())
    }

    fn remove_entries(&mut self, kind: &Kind, key: &Key, ids: Vec<EntryId>) -> Result<(), StoreError> {
        for id in ids {
            if self.entry(&id).as_ref() != Some(key) {
                return Err(StoreError::no_such(kind.name));
            }
            self.writes.entries.insert(id, None);
        }
        Ok(())
    }

    fn append(&mut self, record: &AuditRecord) -> Result<(), StoreError> {
        self.mode.require_write()?;
        // Its body has its time in the chain, which is known when it is written.
        self.audit.push(record.clone());
        Ok(())
    }

    /// The result of a query that only the database can answer. The writes of exclusive work are sent first.
    async fn query(&mut self, ask: impl FnOnce(&mut WantedData, u64)) -> QueryResult {
        let ticket = {
            let mut state = lock(self.state);
            if self.mode == Mode::Exclusive {
                state.wanted.before = (std::mem::take(&mut self.writes), std::mem::take(&mut self.reads));
            }
            state.last_ticket += 1;
            let ticket = state.last_ticket;
            ask(&mut state.wanted, ticket);
            ticket
        };
        poll_fn(|_| match lock(self.state).results.remove(&ticket) {
            Some(result) => Poll::Ready(result),
            None => Poll::Pending,
        })
        .await
    }

    /// The same, for a read that counts for the budget.
    async fn query_within_budget(
        &mut self,
        ask: impl FnOnce(&mut WantedData, u64),
    ) -> Result<QueryResult, StoreError> {
        if !lock(self.state).allows_more(self.scanned) {
            self.is_too_long = true;
            return Err(StoreError::Engine(
                "this scan must run among the long ones".to_owned(),
            ));
        }
        let result = self.query(ask).await;
        self.scanned = self.scanned.saturating_add(result.rows());
        Ok(result)
    }

    async fn ask(&mut self, query: RangeQuery) -> Result<QueryResult, StoreError> {
        self.query_within_budget(|wanted, ticket| wanted.queries.push(PendingQuery { ticket, query }))
            .await
    }

    /// Ends a run of optimistic work that asks for something that it cannot have.
    fn require_exclusive<T>(&mut self) -> Result<T, StoreError> {
        self.needs_exclusive = true;
        Err(StoreError::Engine("this work must run exclusively".to_owned()))
    }

    async fn scan_index(
        &mut self,
        kind: &Kind,
        index: &Index,
        range: Range<'_>,
    ) -> Result<Vec<Row>, StoreError> {
        let place = IndexRange::new(kind, index, range.prefix, range.bounds());
        if self.mode == Mode::Optimistic && place.lock.is_none() {
            return self.require_exclusive();
        }
        // The database still has what was removed.
        let removed = self.changed(&place).values().filter(|key| key.is_none()).count();
        let limit = range.limit.saturating_add(removed);
        let range_of_scan = place.clone();
        let scanned = self.query_within_budget(|wanted, ticket| {
            wanted.scans.push(PendingScan {
                ticket,
                range: range_of_scan,
                limit,
            });
        });
        let QueryResult::Found(found) = scanned.await? else {
            return Err(wrong_result());
        };
        if self.mode == Mode::Optimistic {
            let limit = i64::try_from(limit).unwrap_or(i64::MAX);
            let entries = found.iter().map(|found| found.entry.clone()).collect();
            self.note_range(&place, RangeContent::Entries { limit, entries });
        }
        let mut keys: BTreeMap<_, _> = found
            .into_iter()
            .map(|found| (found.entry, Some(found.row.key)))
            .collect();
        keys.extend(self.changed(&place));
        let there = keys.into_iter().filter_map(|(entry, key)| Some((entry, key?)));
        there
            .take(range.limit)
            .map(|(entry, key)| {
                let table = place.table;
                let row = RowId { table, key };
                let body = self.row(&row).ok_or_else(wrong_result)?;
                self.reads.rows.insert(row);
                Ok(Row { entry, body })
            })
            .collect()
    }

    async fn scan_entries(
        &mut self,
        kind: &Kind,
        index: &Index,
        range: Range<'_>,
        containing: Option<&[u8]>,
    ) -> Result<Vec<EntryOfRow>, StoreError> {
        if self.mode == Mode::Optimistic {
            return self.require_exclusive();
        }
        if containing.is_some() {
            // A filter looks at all entries of the range, of which there may be any number.
            self.scanned = usize::MAX;
        }
        let query = RangeQuery::Entries {
            range: IndexRange::new(kind, index, range.prefix, range.bounds()),
            limit: range.limit,
            containing: containing.map(<[u8]>::to_vec),
        };
        let QueryResult::Entries(entries) = self.ask(query).await? else {
            return Err(wrong_result());
        };
        Ok(entries)
    }

    async fn get_rows(&mut self, kind: &Kind, keys: &[Key]) -> Vec<Option<Body>> {
        let rows: Vec<_> = keys.iter().map(|key| row_id(kind, key)).collect();
        self.read(&rows.iter().collect::<Vec<_>>(), &[]).await;
        rows.iter().map(|row| self.row(row).map(Body::from)).collect()
    }

    async fn count_entries(&mut self, kind: &Kind, index: &Index, prefix: &Key) -> Result<u64, StoreError> {
        let bounds = (prefix.clone(), prefix.end_of_prefix());
        let place = IndexRange::new(kind, index, prefix, bounds);
        if self.mode == Mode::Optimistic && place.lock.is_none() {
            return self.require_exclusive();
        }
        let QueryResult::Count(count) = self.ask(RangeQuery::Count(place.clone())).await? else {
            return Err(wrong_result());
        };
        if self.mode == Mode::Optimistic {
            self.note_range(&place, RangeContent::Count(count));
        }
        let changed = self.changed(&place);
        let state = lock(self.state);
        let was_there = |entry: &Key| {
            state
                .snapshot
                .entries
                .get(&place.id(entry))
                .is_some_and(Option::is_some)
        };
        let change: i64 = changed
            .iter()
            .map(|(entry, key)| i64::from(key.is_some()) - i64::from(was_there(entry)))
            .sum();
        Ok((count + change).cast_unsigned())
    }

    /// The entries of a range that this work and finished work of the batch have changed, and the keys at them; `None` for removed ones.
    fn changed(&self, range: &IndexRange) -> BTreeMap<Key, Option<Key>> {
        let state = lock(self.state);
        let written = state.write_set.entries.iter().chain(&self.writes.entries);
        written
            .filter(|(id, _)| range.covers(id))
            .map(|(id, key)| (id.entry.clone(), key.clone()))
            .collect()
    }

    /// Notes what the snapshot has of a range, to be checked when the batch is written.
    fn note_range(&mut self, range: &IndexRange, content: RangeContent) {
        self.reads.ranges.push(RangeRead {
            range: range.clone(),
            content,
        });
    }

    async fn audited_in(&mut self, range: AuditRange) -> Result<Vec<ChainedRecord>, StoreError> {
        if self.mode != Mode::ReadOnly {
            return Err(StoreError::audit_in_a_write());
        }
        match self.ask(RangeQuery::Audited(range)).await? {
            QueryResult::Audited(records) => Ok(records),
            _ => Err(wrong_result()),
        }
    }

    /// Finds entries or rows, and leaves them to the batch as any other that are deleted: so no other transaction waits.
    /// What appears meanwhile need not be found. Work that has written before must see that, and runs exclusively.
    async fn delete_first(
        &mut self,
        kind: &Kind,
        index: Option<&Index>,
        range: Range<'_>,
    ) -> Result<Option<Key>, StoreError> {
        self.mode.require_write()?;
        if self.mode == Mode::Optimistic && !self.writes.is_empty() {
            return self.require_exclusive();
        }
        let limit = range.limit;
        let (start, end) = range.bounds();
        let query = match index {
            Some(index) => RangeQuery::Entries {
                range: IndexRange::new(kind, index, range.prefix, (start, end)),
                limit,
                containing: None,
            },
            None => RangeQuery::Rows {
                table: Table::of(kind).number,
                start,
                end,
                limit,
            },
        };
        let found = self.query(|wanted, ticket| wanted.queries.push(PendingQuery { ticket, query }));
        let (found, last) = match (found.await, index) {
            (QueryResult::Entries(entries), Some(index)) => {
                let last = entries.last().map(|found| found.entry.clone());
                let found = entries.len();
                self.delete_entries(kind, index, entries);
                (found, last)
            }
            (QueryResult::Rows(rows), None) => {
                let last = rows.last().map(|id| id.key.clone());
                let found = rows.len();
                self.writes.rows.extend(rows.into_iter().map(|id| (id, None)));
                (found, last)
            }
            _ => return Err(wrong_result()),
        };
        Ok(last.filter(|_| found >= limit))
    }

    /// Deletes entries that were found.
    fn delete_entries(&mut self, kind: &Kind, index: &Index, found: Vec<EntryOfRow>) {
        let table = Table::of(kind);
        let (index, _) = table.index(index);
        let table = table.number;
        let mut state = lock(self.state);
        for EntryOfRow { entry, key } in found {
            let id = EntryId { table, index, entry };
            state.snapshot.entries.insert(id.clone(), Some(key));
            self.writes.entries.insert(id, None);
        }
    }

    /// Records a failure, in case the work ignores it.
    fn record<T, E: Clone + Into<WriteError>>(&mut self, result: Result<T, E>) -> Result<T, E> {
        if let Err(error) = &result {
            self.failure = Some(error.clone().into());
        }
        result
    }
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

fn wrong_result() -> StoreError {
    StoreError::Engine("a query got the result of another".to_owned())
}

impl EngineRows for WorkRows<'_> {
    async fn get(&mut self, kind: &'static Kind, key: &Key) -> Result<Option<Body>, StoreError> {
        let row = row_id(kind, key);
        self.read(&[&row], &[]).await;
        Ok(self.row(&row).map(Body::from))
    }

    async fn find(&mut self, kind: &'static Kind, entry: &Entry) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(self.find_row(kind, entry).await)
    }

    async fn scan(
        &mut self,
        kind: &'static Kind,
        index: &'static Index,
        range: Range<'_>,
    ) -> Result<Vec<Row>, StoreError> {
        let rows = self.scan_index(kind, index, range).await;
        self.record(rows)
    }

    async fn get_all(&mut self, kind: &'static Kind, keys: &[Key]) -> Result<Vec<Option<Body>>, StoreError> {
        Ok(self.get_rows(kind, keys).await)
    }

    async fn entries(
        &mut self,
        kind: &'static Kind,
        index: &'static Index,
        range: Range<'_>,
        containing: Option<&[u8]>,
    ) -> Result<Vec<EntryOfRow>, StoreError> {
        let entries = self.scan_entries(kind, index, range, containing).await;
        self.record(entries)
    }

    async fn count(
        &mut self,
        kind: &'static Kind,
        index: &'static Index,
        prefix: &Key,
    ) -> Result<u64, StoreError> {
        let count = self.count_entries(kind, index, prefix).await;
        self.record(count)
    }

    async fn insert(
        &mut self,
        kind: &'static Kind,
        key: &Key,
        body: &[u8],
        entries: &[Entry],
    ) -> Result<(), WriteError> {
        let inserted = self.insert_row(kind, key, body, entries).await;
        self.record(inserted)
    }

    async fn update(
        &mut self,
        kind: &'static Kind,
        key: &Key,
        body: &Body,
        removed: &[Entry],
        added: &[Entry],
    ) -> Result<(), WriteError> {
        let updated = self.update_row(kind, key, body, removed, added).await;
        self.record(updated)
    }

    async fn delete(&mut self, kind: &'static Kind, key: &Key, entries: &[Entry]) -> Result<(), StoreError> {
        let deleted = self.delete_row(kind, key, entries).await;
        self.record(deleted)
    }

    async fn delete_some(
        &mut self,
        kind: &'static Kind,
        index: Option<&'static Index>,
        range: Range<'_>,
    ) -> Result<Option<Key>, StoreError> {
        let deleted = self.delete_first(kind, index, range).await;
        self.record(deleted)
    }

    async fn audited(&mut self, range: AuditRange) -> Result<Vec<ChainedRecord>, StoreError> {
        let records = self.audited_in(range).await;
        self.record(records)
    }

    async fn audit(&mut self, record: &AuditRecord) -> Result<(), StoreError> {
        let appended = self.append(record);
        self.record(appended)
    }

    async fn erase_audited(&mut self, numbers: &[u64]) -> Result<(), StoreError> {
        let erased = self.mode.require_write();
        if erased.is_ok() {
            let positions = numbers.iter().map(|number| number.cast_signed());
            self.writes.erased.extend(positions);
        }
        self.record(erased)
    }

    async fn remove_audited(&mut self, chain: &str, after: u64, until: u64) -> Result<(), StoreError> {
        let removed = self.mode.require_write();
        if removed.is_ok() {
            let (after, until) = (after.cast_signed(), until.cast_signed());
            self.writes.removed.insert((chain.to_owned(), after, until));
        }
        self.record(removed)
    }
}
