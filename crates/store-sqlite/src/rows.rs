//! The port's verbs as SQL.

use std::slice;

use roster_domain::audit::{AuditRecord, ChainedRecord};
use roster_domain::{Entry, Index, Key, Kind};
use roster_store::{AuditRange, Body, EngineRows, EntryOfRow, Range, Row, StoreError, WriteError};
use rusqlite::{Connection, OptionalExtension, Params, Statement};

use crate::access::Access;
use crate::audit_times;
use crate::budget::Budget;
use crate::deferred::{WorkEffects, WorkTransaction};
use crate::schema::{IndexTable, Table};
use crate::sql::{execute, expect_one_row, is_conflict, query, store_error};
use crate::value_cache::RangeId;
use crate::value_search::{self, ValueSearch};

/// The rows as one piece of work sees them, inside a transaction that others may share.
pub(crate) struct WorkRows<'c> {
    transaction: WorkTransaction<'c>,
    budget: Budget,
    /// The last verb that failed. After it, nothing of the work may be kept.
    pub(crate) failure: Option<WriteError>,
}

impl<'c> WorkRows<'c> {
    pub(crate) fn new(transaction: WorkTransaction<'c>) -> Self {
        Self {
            transaction,
            budget: Budget::UNLIMITED,
            failure: None,
        }
    }

    /// The same, of which no more may be read than a budget allows.
    pub(crate) fn within(self, budget: Budget) -> Self {
        Self { budget, ..self }
    }

    /// Whether the work wanted to read more than its budget allows.
    pub(crate) fn has_exceeded_budget(&self) -> bool {
        self.budget.is_exceeded()
    }

    /// What the work leaves to the writer.
    pub(crate) fn into_effects(self) -> WorkEffects {
        self.transaction.into_effects()
    }

    fn get_row(&mut self, kind: &'static Kind, key: &Key) -> Result<Option<Body>, StoreError> {
        if let Some(body) = self.body_at_hand(kind, key) {
            return Ok(Some(body));
        }
        let found = select_body(self.transaction.connection(), &Table::of(kind).get, key)?;
        Ok(self.read_body(kind, key, found))
    }

    fn get_rows(&mut self, kind: &'static Kind, keys: &[Key]) -> Result<Vec<Option<Body>>, StoreError> {
        self.budget.require_keys(keys.len())?;
        let mut bodies: Vec<_> = keys.iter().map(|key| self.body_at_hand(kind, key)).collect();
        let missing = || bodies.iter().zip(keys).filter(|(body, _)| body.is_none());
        // One statement for all: looking it up takes a part of the time that a row takes.
        let found: rusqlite::Result<Vec<_>> =
            query(self.transaction.connection(), &Table::of(kind).get, |statement| {
                let keys = missing().map(|(_, key)| key);
                keys.map(|key| body_at(statement, key)).collect()
            });
        let mut found = found.map_err(store_error)?.into_iter();
        for (body, key) in bodies.iter_mut().zip(keys).filter(|(body, _)| body.is_none()) {
            *body = self.read_body(kind, key, found.next().flatten());
        }
        Ok(bodies)
    }

    /// The body of a row, if this work has written it or it is cached.
    fn body_at_hand(&mut self, kind: &'static Kind, key: &Key) -> Option<Body> {
        if let Some(body) = self.transaction.own_body(kind, key) {
            return Some(body);
        }
        let body = self.transaction.cache.body(kind, key)?;
        self.transaction.note_existing(kind, key);
        Some(body)
    }

    /// A body that was read from the database, if the row is there.
    fn read_body(&mut self, kind: &'static Kind, key: &Key, found: Option<Vec<u8>>) -> Option<Body> {
        let body = Body::from(found?);
        self.transaction.cache.add(kind, key, &body);
        self.transaction.note_existing(kind, key);
        Some(body)
    }

    fn find_row(&mut self, kind: &Kind, entry: &Entry) -> Result<Option<Vec<u8>>, StoreError> {
        let connection = self.transaction.connection_for_search()?;
        select_body(connection, &Table::of(kind).index(entry.index).find, &entry.key)
    }

    fn scan_index(&mut self, kind: &Kind, index: &Index, range: Range<'_>) -> Result<Vec<Row>, StoreError> {
        let (start, end) = range.bounds();
        let limit = i64::try_from(range.limit).unwrap_or(i64::MAX);
        self.budget.require(range.limit)?;
        let connection = self.transaction.connection_for_search()?;
        let rows: Result<Vec<_>, _> = query(connection, &Table::of(kind).index(index).scan, |statement| {
            let rows = statement.query_map((start.as_bytes(), end.as_bytes(), limit), to_row)?;
            rows.collect()
        });
        let rows = rows.map_err(store_error)?;
        self.budget.spend(rows.len())?;
        Ok(rows)
    }

    fn scan_entries(
        &mut self,
        kind: &Kind,
        index: &Index,
        range: Range<'_>,
        containing: Option<&[u8]>,
    ) -> Result<Vec<EntryOfRow>, StoreError> {
        let table = Table::of(kind).index(index);
        if let Some(bytes) = containing {
            return self.scan_values(table, range, bytes);
        }
        let limit = self.budget.require_some(range.limit)?;
        let ((start, end), limit) = (range.bounds(), i64::try_from(limit).unwrap_or(i64::MAX));
        let connection = self.transaction.connection_for_search()?;
        let entries: Result<Vec<_>, _> = query(connection, &table.entries, |statement| {
            let params = (start.as_bytes(), end.as_bytes(), limit);
            statement.query_map(params, to_entry)?.collect()
        });
        let entries = entries.map_err(store_error)?;
        self.budget.spend(entries.len())?;
        Ok(entries)
    }

    /// The entries whose values contain some bytes.
    fn scan_values(
        &mut self,
        table: &'static IndexTable,
        range: Range<'_>,
        bytes: &[u8],
    ) -> Result<Vec<EntryOfRow>, StoreError> {
        let cache = self.transaction.cache.cache;
        let values = self.transaction.cache.values;
        let id = RangeId {
            table: &table.name,
            prefix: range.prefix.as_bytes(),
        };
        if values.is_some() && self.budget.is_limited() {
            // For when it runs anew.
            value_search::want(cache, id);
        }
        self.budget.require_unlimited()?;
        let connection = self.transaction.connection_for_search()?;
        let search = |connection, version| ValueSearch {
            connection,
            cache,
            version,
            table,
            range,
            bytes,
        };
        if let Some(version) = values
            && let Some(entries) = search(connection, version).entries().map_err(store_error)?
        {
            return Ok(entries);
        }
        let ((start, end), limit) = (range.bounds(), i64::try_from(range.limit).unwrap_or(i64::MAX));
        let entries: Result<Vec<_>, _> = query(connection, &table.entries_containing, |statement| {
            let params = (start.as_bytes(), end.as_bytes(), limit, bytes);
            statement.query_map(params, to_entry)?.collect()
        });
        entries.map_err(store_error)
    }

    fn count_entries(&mut self, kind: &Kind, index: &Index, prefix: &Key) -> Result<u64, StoreError> {
        let end = prefix.end_of_prefix();
        let sql = &Table::of(kind).index(index).count;
        self.budget.require(usize::MAX)?;
        let count: Result<i64, _> = query(self.transaction.connection(), sql, |statement| {
            statement.query_one((prefix.as_bytes(), end.as_bytes()), |row| row.get(0))
        });
        let count = count.map(i64::cast_unsigned).map_err(store_error)?;
        self.budget.spend(usize::try_from(count).unwrap_or(usize::MAX))?;
        Ok(count)
    }

    fn insert_row(
        &mut self,
        kind: &Kind,
        key: &Key,
        body: &[u8],
        entries: &[Entry],
    ) -> Result<(), WriteError> {
        let table = Table::of(kind);
        let connection = self.transaction.connection_for_write()?;
        let inserted = execute(connection, &table.insert, (key.as_bytes(), body));
        self.transaction.cache.record_write(kind, key, None);
        match inserted {
            Ok(_) => self.add_entries(table, key, entries),
            Err(error) if is_conflict(&error) => Err(StoreError::key_exists(kind.name).into()),
            Err(error) => Err(store_error(error).into()),
        }
    }

    fn update_row(
        &mut self,
        kind: &Kind,
        key: &Key,
        body: &Body,
        removed: &[Entry],
        added: &[Entry],
    ) -> Result<(), WriteError> {
        if removed.is_empty() && added.is_empty() && self.transaction.defer_update(kind, key, body) {
            return Ok(());
        }
        self.transaction.connection_for_write()?;
        self.transaction.update_now(kind, key, body)?;
        self.replace_entries(kind, key, removed, added)
    }

    fn delete_row(&mut self, kind: &Kind, key: &Key, entries: &[Entry]) -> Result<(), StoreError> {
        self.transaction.connection_for_write()?;
        self.transaction.cache.record_write(kind, key, None);
        self.execute_on_one(kind, &Table::of(kind).delete, [key.as_bytes()])?;
        self.remove_entries(kind, entries)
    }

    fn delete_first(
        &mut self,
        kind: &Kind,
        index: Option<&Index>,
        range: Range<'_>,
    ) -> Result<Option<Key>, StoreError> {
        let table = Table::of(kind);
        let sql = index.map_or(&table.delete_some, |index| &table.index(index).delete_some);
        let (start, end) = range.bounds();
        let limit = i64::try_from(range.limit).unwrap_or(i64::MAX);
        let deleted = query(self.transaction.connection_for_write()?, sql, |statement| {
            let bounds = (start.as_bytes(), end.as_bytes(), limit);
            let deleted = statement.query_map(bounds, |row| Ok(Key::from_bytes(row.get(0)?)))?;
            deleted.collect::<rusqlite::Result<Vec<_>>>()
        });
        let deleted = deleted.map_err(store_error)?;
        // Also if entries go without a row, a read that has missed them waits until that is on disk.
        for key in &deleted {
            self.transaction.cache.record_write(kind, key, None);
        }
        // They are returned in no order.
        let last = deleted.iter().max().cloned();
        Ok(last.filter(|_| deleted.len() >= range.limit))
    }

    fn audit_records(&mut self, range: AuditRange) -> Result<Vec<ChainedRecord>, StoreError> {
        match self.transaction.access {
            Access::Read => {
                self.budget.require(range.limit)?;
                let records = audit_times::records(self.transaction.connection(), range)?;
                self.budget.spend(records.len())?;
                Ok(records)
            }
            Access::Write => Err(StoreError::audit_in_a_write()),
        }
    }

    /// Removes entries of a row and adds others. Where an index loses one and gets one, one statement does both.
    fn replace_entries(
        &mut self,
        kind: &Kind,
        key: &Key,
        removed: &[Entry],
        added: &[Entry],
    ) -> Result<(), WriteError> {
        let table = Table::of(kind);
        let mut added: Vec<&Entry> = added.iter().collect();
        for old in removed {
            let place = added.iter().position(|new| new.index == old.index);
            let Some(new) = place.map(|place| added.remove(place)) else {
                self.remove_entries(kind, slice::from_ref(old))?;
                continue;
            };
            let table = table.index(old.index);
            self.transaction.cache.record_entry(&table.name, &new.key);
            let connection = self.transaction.connection_for_write()?;
            let replaced = execute(
                connection,
                &table.replace,
                (old.key.as_bytes(), new.key.as_bytes()),
            );
            expect_one_row(replaced.map_err(|error| taken(error, new))?, kind.name)?;
        }
        self.add_entries(table, key, added)
    }

    fn add_entries<'e>(
        &mut self,
        table: &'static Table,
        key: &Key,
        entries: impl IntoIterator<Item = &'e Entry>,
    ) -> Result<(), WriteError> {
        for entry in entries {
            let table = table.index(entry.index);
            self.transaction.cache.record_entry(&table.name, &entry.key);
            let connection = self.transaction.connection_for_write()?;
            let inserted = execute(connection, &table.insert, (entry.key.as_bytes(), key.as_bytes()));
            inserted.map_err(|error| taken(error, entry))?;
        }
        Ok(())
    }

    fn remove_entries(&mut self, kind: &Kind, entries: &[Entry]) -> Result<(), StoreError> {
        let table = Table::of(kind);
        entries.iter().try_for_each(|entry| {
            self.execute_on_one(kind, &table.index(entry.index).delete, [entry.key.as_bytes()])
        })
    }

    /// Executes a statement that must change exactly one row.
    fn execute_on_one(&mut self, kind: &Kind, sql: &str, params: impl Params) -> Result<(), StoreError> {
        expect_one_row(self.execute(sql, params)?, kind.name)
    }

    fn execute(&mut self, sql: &str, params: impl Params) -> Result<usize, StoreError> {
        execute(self.transaction.connection_for_write()?, sql, params).map_err(store_error)
    }

    /// Records a failure, in case the work ignores it.
    fn record<T, E: Clone + Into<WriteError>>(&mut self, result: Result<T, E>) -> Result<T, E> {
        if let Err(error) = &result {
            self.failure = Some(error.clone().into());
        }
        result
    }
}

/// The body that a statement finds by a key or an entry.
fn select_body(connection: &Connection, sql: &str, key: &Key) -> Result<Option<Vec<u8>>, StoreError> {
    query(connection, sql, |statement| body_at(statement, key)).map_err(store_error)
}

fn body_at(statement: &mut Statement<'_>, key: &Key) -> rusqlite::Result<Option<Vec<u8>>> {
    statement.query_one([key.as_bytes()], |row| row.get(0)).optional()
}

/// Why an entry could not be added.
fn taken(error: rusqlite::Error, entry: &Entry) -> WriteError {
    if is_conflict(&error) {
        WriteError::Taken(entry.index)
    } else {
        store_error(error).into()
    }
}

fn to_row(row: &rusqlite::Row<'_>) -> rusqlite::Result<Row> {
    Ok(Row {
        entry: Key::from_bytes(row.get(0)?),
        body: row.get(1)?,
    })
}

fn to_entry(row: &rusqlite::Row<'_>) -> rusqlite::Result<EntryOfRow> {
    Ok(EntryOfRow {
        entry: Key::from_bytes(row.get(0)?),
        key: Key::from_bytes(row.get(1)?),
    })
}

impl EngineRows for WorkRows<'_> {
    async fn get(&mut self, kind: &'static Kind, key: &Key) -> Result<Option<Body>, StoreError> {
        let body = self.get_row(kind, key);
        self.record(body)
    }

    async fn find(&mut self, kind: &'static Kind, entry: &Entry) -> Result<Option<Vec<u8>>, StoreError> {
        let body = self.find_row(kind, entry);
        self.record(body)
    }

    async fn scan(
        &mut self,
        kind: &'static Kind,
        index: &'static Index,
        range: Range<'_>,
    ) -> Result<Vec<Row>, StoreError> {
        let rows = self.scan_index(kind, index, range);
        self.record(rows)
    }

    async fn get_all(&mut self, kind: &'static Kind, keys: &[Key]) -> Result<Vec<Option<Body>>, StoreError> {
        let bodies = self.get_rows(kind, keys);
        self.record(bodies)
    }

    async fn entries(
        &mut self,
        kind: &'static Kind,
        index: &'static Index,
        range: Range<'_>,
        containing: Option<&[u8]>,
    ) -> Result<Vec<EntryOfRow>, StoreError> {
        let entries = self.scan_entries(kind, index, range, containing);
        self.record(entries)
    }

    async fn count(
        &mut self,
        kind: &'static Kind,
        index: &'static Index,
        prefix: &Key,
    ) -> Result<u64, StoreError> {
        let count = self.count_entries(kind, index, prefix);
        self.record(count)
    }

    async fn insert(
        &mut self,
        kind: &'static Kind,
        key: &Key,
        body: &[u8],
        entries: &[Entry],
    ) -> Result<(), WriteError> {
        let inserted = self.insert_row(kind, key, body, entries);
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
        let updated = self.update_row(kind, key, body, removed, added);
        self.record(updated)
    }

    async fn delete(&mut self, kind: &'static Kind, key: &Key, entries: &[Entry]) -> Result<(), StoreError> {
        let deleted = self.delete_row(kind, key, entries);
        self.record(deleted)
    }

    async fn delete_some(
        &mut self,
        kind: &'static Kind,
        index: Option<&'static Index>,
        range: Range<'_>,
    ) -> Result<Option<Key>, StoreError> {
        let deleted = self.delete_first(kind, index, range);
        self.record(deleted)
    }

    async fn audited(&mut self, range: AuditRange) -> Result<Vec<ChainedRecord>, StoreError> {
        let records = self.audit_records(range);
        self.record(records)
    }

    async fn audit(&mut self, record: &AuditRecord) -> Result<(), StoreError> {
        let appended = self.transaction.append(record);
        self.record(appended)
    }

    async fn erase_audited(&mut self, numbers: &[u64]) -> Result<(), StoreError> {
        let erased = self.transaction.erase(numbers);
        self.record(erased)
    }

    async fn remove_audited(&mut self, chain: &str, after: u64, until: u64) -> Result<(), StoreError> {
        let removed = self.transaction.remove(chain, after, until);
        self.record(removed)
    }
}
