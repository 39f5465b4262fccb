//! The port's verbs as SQL.
//!
//! To give a row that is there another body, or to add to the audit, cannot be refused. Work that writes
//! nothing else only leaves a note of it, which is dropped if the work is undone, and else written with
//! those of others just before the commit. With its first other verb, work gets a savepoint, and from
//! then on all its rows are written at once.

use std::mem;

use roster_domain::audit::{AuditRecord, Head, Sealed};
use roster_domain::{Entry, Index, Key, Kind};
use roster_store::{Body, BoxFuture, Range, Row, Rows, StoreError, WriteError};
use rusqlite::{Connection, OptionalExtension, Params};

use crate::audit;
use crate::cache::{Bodies, Moment, Written};
use crate::schema::Table;
use crate::sql::{execute, is_conflict, query, store_error};

/// What work may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Access {
    Read,
    Write,
}

/// The rows as one piece of work sees them, inside a transaction that others may share.
pub(crate) struct WorkRows<'c> {
    connection: &'c mut Connection,
    access: Access,
    recall: Recall<'c>,
    left: Left,
    /// The last verb that failed. What came before it must not be kept by itself.
    pub(crate) failure: Option<WriteError>,
}

/// What work leaves behind.
pub(crate) struct Left {
    /// The end of the audit chain.
    pub(crate) head: Head,
    /// What leads there.
    pub(crate) audited: Vec<Sealed>,
    /// Rows that are there.
    pub(crate) rows: Vec<Known>,
    /// Whether there is a savepoint to go back to.
    pub(crate) savepoint: bool,
}

/// A row that work knows to be there.
pub(crate) struct Known {
    pub(crate) kind: &'static Kind,
    pub(crate) key: Key,
    /// Its new body, if it is to have one.
    pub(crate) body: Option<Body>,
}

/// What work may take from the bodies that are known, and add to them.
pub(crate) struct Recall<'c> {
    pub(crate) bodies: &'c Bodies,
    /// The moment before the transaction began, if it was one.
    pub(crate) moment: Option<Moment>,
    /// What the open transaction has written; none for a reader, whose snapshot may be of any later
    /// moment: it adds what it reads, and takes nothing.
    pub(crate) written: Option<&'c mut Written>,
}

impl Recall<'_> {
    fn body(&self, kind: &Kind, key: &Key) -> Option<Body> {
        let written = self.written.as_ref()?;
        if let Some(body) = written.held(kind, key) {
            return Some(body.clone());
        }
        if written.contains(kind, key) {
            return None;
        }
        self.bodies.latest(kind, key)
    }

    fn add(&self, kind: &Kind, key: &Key, body: &Body) {
        let is_committed = self
            .written
            .as_ref()
            .is_none_or(|written| !written.contains(kind, key));
        if let Some(moment) = self.moment
            && is_committed
        {
            self.bodies.add(moment, kind, key, body);
        }
    }

    fn note(&mut self, kind: &Kind, key: &Key, body: Option<&Body>) {
        if let Some(written) = &mut self.written {
            written.note(kind, key, body);
        }
    }

    fn note_range(&mut self) {
        if let Some(written) = &mut self.written {
            written.note_range();
        }
    }
}

impl<'c> WorkRows<'c> {
    pub(crate) fn new(
        connection: &'c mut Connection,
        access: Access,
        head: Head,
        recall: Recall<'c>,
    ) -> Self {
        Self {
            connection,
            access,
            recall,
            left: Left {
                head,
                audited: Vec::new(),
                rows: Vec::new(),
                savepoint: false,
            },
            failure: None,
        }
    }

    /// What the work leaves behind.
    pub(crate) fn left(self) -> Left {
        self.left
    }

    fn get_row(&mut self, kind: &'static Kind, key: &Key) -> Result<Option<Body>, StoreError> {
        if let Some(row) = self.known(kind, key)
            && let Some(body) = &row.body
        {
            return Ok(Some(body.clone()));
        }
        let mut body = self.recall.body(kind, key);
        if body.is_none() {
            body = self.body(&Table::of(kind).get, key)?.map(Body::from);
            if let Some(body) = &body {
                self.recall.add(kind, key, body);
            }
        }
        if body.is_some() && self.access == Access::Write && !self.left.savepoint {
            let key = key.clone();
            self.left.rows.push(Known {
                kind,
                key,
                body: None,
            });
        }
        Ok(body)
    }

    fn known(&mut self, kind: &Kind, key: &Key) -> Option<&mut Known> {
        let rows = self.left.rows.iter_mut();
        rows.rev()
            .find(|row| row.key == *key && row.kind.name == kind.name)
    }

    /// The body that is found by a key or an entry, which must not be held back.
    fn body(&self, sql: &str, key: &Key) -> Result<Option<Vec<u8>>, StoreError> {
        query(self.connection, sql, |statement| {
            let body = statement.query_one([key.as_bytes()], |row| row.get(0));
            body.optional()
        })
        .map_err(store_error)
    }

    fn find_row(&mut self, kind: &Kind, entry: &Entry) -> Result<Option<Vec<u8>>, StoreError> {
        self.settle()?;
        self.body(&Table::of(kind).index(entry.index).find, &entry.key)
    }

    fn scan_index(&mut self, kind: &Kind, index: &Index, range: Range<'_>) -> Result<Vec<Row>, StoreError> {
        let (start, end) = range.bounds();
        let limit = i64::try_from(range.limit).unwrap_or(i64::MAX);
        self.settle()?;
        query(self.connection, &Table::of(kind).index(index).scan, |statement| {
            let rows = statement.query_map((start.as_bytes(), end.as_bytes(), limit), to_row)?;
            rows.collect()
        })
        .map_err(store_error)
    }

    fn count_entries(&self, kind: &Kind, index: &Index, prefix: &Key) -> Result<u64, StoreError> {
        query(
            self.connection,
            &Table::of(kind).index(index).count,
            |statement| {
                statement.query_one((prefix.as_bytes(), prefix.end_of_prefix().as_bytes()), |row| {
                    row.get(0)
                })
            },
        )
        .map(i64::cast_unsigned)
        .map_err(store_error)
    }

    fn insert_row(
        &mut self,
        kind: &Kind,
        key: &Key,
        body: &[u8],
        entries: &[Entry],
    ) -> Result<(), WriteError> {
        let table = Table::of(kind);
        self.set_savepoint()?;
        self.recall.note(kind, key, None);
        match execute(self.connection, &table.insert, (key.as_bytes(), body)) {
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
        if removed.is_empty()
            && added.is_empty()
            && let Some(row) = self.known(kind, key)
        {
            row.body = Some(body.clone());
            return Ok(());
        }
        let table = Table::of(kind);
        self.set_savepoint()?;
        self.put(kind, key, body)?;
        self.remove_entries(kind, removed)?;
        self.add_entries(table, key, added)
    }

    fn put(&mut self, kind: &Kind, key: &Key, body: &Body) -> Result<(), StoreError> {
        self.recall.note(kind, key, Some(body));
        self.execute_on_one(kind, &Table::of(kind).update, (key.as_bytes(), &**body))
    }

    fn delete_row(&mut self, kind: &Kind, key: &Key, entries: &[Entry]) -> Result<(), StoreError> {
        let table = Table::of(kind);
        self.set_savepoint()?;
        self.recall.note(kind, key, None);
        self.execute_on_one(kind, &table.delete, [key.as_bytes()])?;
        self.remove_entries(kind, entries)
    }

    fn delete_range(&mut self, kind: &Kind, prefix: &Key) -> Result<(), StoreError> {
        let table = Table::of(kind);
        let end = prefix.end_of_prefix();
        let bounds = (prefix.as_bytes(), end.as_bytes());
        self.set_savepoint()?;
        self.recall.note_range();
        self.execute(&table.delete_all, bounds)?;
        for index in &table.indexes {
            self.execute(&index.delete_all, bounds)?;
        }
        Ok(())
    }

    fn append(&mut self, record: &AuditRecord) -> Result<(), StoreError> {
        self.may_write()?;
        let body = serde_json::to_vec(record).map_err(|error| StoreError::Engine(error.to_string()))?;
        let Head { sequence, hash } = self.left.head.link(&body);
        self.left.head = Head { sequence, hash };
        self.left.audited.push(Sealed { sequence, body, hash });
        Ok(())
    }

    fn add_entries(&mut self, table: &Table, key: &Key, entries: &[Entry]) -> Result<(), WriteError> {
        for entry in entries {
            let insert = &table.index(entry.index).insert;
            match execute(self.connection, insert, (entry.key.as_bytes(), key.as_bytes())) {
                Ok(_) => {}
                Err(error) if is_conflict(&error) => return Err(WriteError::Taken(entry.index)),
                Err(error) => return Err(store_error(error).into()),
            }
        }
        Ok(())
    }

    fn remove_entries(&mut self, kind: &Kind, entries: &[Entry]) -> Result<(), StoreError> {
        let table = Table::of(kind);
        entries.iter().try_for_each(|entry| {
            self.execute_on_one(kind, &table.index(entry.index).delete, [entry.key.as_bytes()])
        })
    }

    /// Executes a statement that must find exactly one row.
    fn execute_on_one(&mut self, kind: &Kind, sql: &str, params: impl Params) -> Result<(), StoreError> {
        is_one(self.execute(sql, params)?, kind.name)
    }

    fn execute(&mut self, sql: &str, params: impl Params) -> Result<usize, StoreError> {
        self.set_savepoint()?;
        execute(self.connection, sql, params).map_err(store_error)
    }

    /// Makes sure that what follows can be undone, and finds in the database what the work has written
    /// before. Work that only looks, as what ends in a refusal often does, never comes here.
    fn set_savepoint(&mut self) -> Result<(), StoreError> {
        self.may_write()?;
        if self.left.savepoint {
            return Ok(());
        }
        self.settle_others()?;
        execute(self.connection, "SAVEPOINT work", []).map_err(store_error)?;
        self.left.savepoint = true;
        for row in mem::take(&mut self.left.rows) {
            if let Some(body) = &row.body {
                self.put(row.kind, &row.key, body)?;
            }
        }
        Ok(())
    }

    fn may_write(&self) -> Result<(), StoreError> {
        match self.access {
            Access::Write => Ok(()),
            Access::Read => Err(StoreError::read_only()),
        }
    }

    /// Lets the database know all that is held back, before it is searched.
    fn settle(&mut self) -> Result<(), StoreError> {
        if self.left.rows.iter().any(|row| row.body.is_some()) {
            self.set_savepoint()
        } else {
            self.settle_others()
        }
    }

    fn settle_others(&mut self) -> Result<(), StoreError> {
        match &mut self.recall.written {
            Some(written) => settle(self.connection, written),
            None => Ok(()),
        }
    }

    /// Remembers a failure, in case the work does not mind it.
    fn noted<T, E: Clone + Into<WriteError>>(&mut self, result: Result<T, E>) -> Result<T, E> {
        if let Err(error) = &result {
            self.failure = Some(error.clone().into());
        }
        result
    }
}

/// Writes what work that is kept has left to be written.
pub(crate) fn settle(connection: &Connection, written: &mut Written) -> Result<(), StoreError> {
    written.settle(|kind, rows| {
        let sql = &Table::named(kind).update;
        let mut statement = connection.prepare_cached(sql).map_err(store_error)?;
        for (key, body) in rows {
            let count = statement.execute((key.as_bytes(), body));
            is_one(count.map_err(store_error)?, kind)?;
        }
        Ok(())
    })
}

fn is_one(count: usize, kind: &str) -> Result<(), StoreError> {
    match count {
        1 => Ok(()),
        _ => Err(StoreError::no_such(kind)),
    }
}

fn to_row(row: &rusqlite::Row<'_>) -> rusqlite::Result<Row> {
    Ok(Row {
        entry: Key::from_bytes(row.get(0)?),
        body: row.get(1)?,
    })
}

impl Rows for WorkRows<'_> {
    fn get<'a>(
        &'a mut self,
        kind: &'static Kind,
        key: &'a Key,
    ) -> BoxFuture<'a, Result<Option<Body>, StoreError>> {
        Box::pin(async move {
            let body = self.get_row(kind, key);
            self.noted(body)
        })
    }

    fn find<'a>(
        &'a mut self,
        kind: &'static Kind,
        entry: &'a Entry,
    ) -> BoxFuture<'a, Result<Option<Vec<u8>>, StoreError>> {
        Box::pin(async move {
            let body = self.find_row(kind, entry);
            self.noted(body)
        })
    }

    fn scan<'a>(
        &'a mut self,
        kind: &'static Kind,
        index: &'static Index,
        range: Range<'a>,
    ) -> BoxFuture<'a, Result<Vec<Row>, StoreError>> {
        Box::pin(async move {
            let rows = self.scan_index(kind, index, range);
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
            let count = self.count_entries(kind, index, prefix);
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
            let inserted = self.insert_row(kind, key, body, entries);
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
            let updated = self.update_row(kind, key, body, removed, added);
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
            let deleted = self.delete_row(kind, key, entries);
            self.noted(deleted)
        })
    }

    fn delete_all<'a>(
        &'a mut self,
        kind: &'static Kind,
        prefix: &'a Key,
    ) -> BoxFuture<'a, Result<(), StoreError>> {
        Box::pin(async move {
            let deleted = self.delete_range(kind, prefix);
            self.noted(deleted)
        })
    }

    fn audited(&mut self, before: u64, limit: usize) -> BoxFuture<'_, Result<Vec<Sealed>, StoreError>> {
        Box::pin(async move {
            let records = match self.access {
                Access::Read => audit::before(self.connection, before, limit).map_err(store_error),
                Access::Write => Err(StoreError::audit_in_a_write()),
            };
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
