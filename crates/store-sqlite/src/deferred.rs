//! Deferred writes: how one piece of work takes part in a transaction that others share.
//!
//! An update of an existing row that changes no index entry cannot fail, nor can an audit record. Work that
//! writes nothing else leaves both to the writer: they are dropped if the work is undone, and otherwise
//! written just before the commit, together with those of other work. Before its first other write, work
//! opens a savepoint, and from then on writes its rows at once.

use std::mem;

use roster_domain::audit::AuditRecord;
use roster_domain::{Key, Kind};
use roster_store::{Body, StoreError};
use rusqlite::Connection;

use crate::access::Access;
use crate::audit_chains;
use crate::cache_view::CacheView;
use crate::schema::Table;
use crate::sql::{execute, expect_one_row, store_error};
use crate::write_set::WriteSet;

/// One piece of work in the open transaction.
pub(crate) struct WorkTransaction<'c> {
    connection: &'c mut Connection,
    pub(crate) access: Access,
    pub(crate) cache: CacheView<'c>,
    effects: WorkEffects,
}

/// What work leaves to the writer.
pub(crate) struct WorkEffects {
    pub(crate) audit_records: Vec<AuditRecord>,
    pub(crate) rows: Vec<ExistingRow>,
    /// Whether there is a savepoint to roll back to.
    pub(crate) has_savepoint: bool,
    /// Whether it has erased personal values.
    pub(crate) has_erased: bool,
}

/// A row that work has read and that therefore exists.
pub(crate) struct ExistingRow {
    pub(crate) kind: &'static Kind,
    pub(crate) key: Key,
    /// The body of its deferred update, if there is one.
    pub(crate) new_body: Option<Body>,
}

impl<'c> WorkTransaction<'c> {
    pub(crate) fn new(connection: &'c mut Connection, access: Access, cache: CacheView<'c>) -> Self {
        let effects = WorkEffects {
            audit_records: Vec::new(),
            rows: Vec::new(),
            has_savepoint: false,
            has_erased: false,
        };
        Self {
            connection,
            access,
            cache,
            effects,
        }
    }

    /// What the work leaves to the writer.
    pub(crate) fn into_effects(self) -> WorkEffects {
        self.effects
    }

    /// The body that this work has given to a row by a deferred update.
    pub(crate) fn own_body(&mut self, kind: &Kind, key: &Key) -> Option<Body> {
        self.existing_row(kind, key)?.new_body.clone()
    }

    /// Notes that a row exists, so that an update of it can be deferred.
    pub(crate) fn note_existing(&mut self, kind: &'static Kind, key: &Key) {
        if self.access == Access::Write && !self.effects.has_savepoint {
            let (key, new_body) = (key.clone(), None);
            self.effects.rows.push(ExistingRow { kind, key, new_body });
        }
    }

    /// Defers an update, if the row is known to exist and there is no savepoint yet.
    pub(crate) fn defer_update(&mut self, kind: &Kind, key: &Key, body: &Body) -> bool {
        match self.existing_row(kind, key) {
            Some(row) => {
                row.new_body = Some(body.clone());
                true
            }
            None => false,
        }
    }

    /// Updates a row at once.
    pub(crate) fn update_now(&mut self, kind: &Kind, key: &Key, body: &Body) -> Result<(), StoreError> {
        self.cache.record_write(kind, key, Some(body));
        let sql = &Table::of(kind).update;
        let count = execute(self.connection, sql, (key.as_bytes(), &**body)).map_err(store_error)?;
        expect_one_row(count, kind.name)
    }

    /// Leaves an audit record to the writer.
    pub(crate) fn append(&mut self, record: &AuditRecord) -> Result<(), StoreError> {
        self.access.require_write()?;
        self.effects.audit_records.push(record.clone());
        Ok(())
    }

    /// Erases the personal values of records of the audit.
    pub(crate) fn erase(&mut self, numbers: &[u64]) -> Result<(), StoreError> {
        self.effects.has_erased = true;
        audit_chains::erase(self.connection_for_write()?, numbers).map_err(store_error)
    }

    /// Removes a part of an audit chain.
    pub(crate) fn remove(&mut self, chain: &str, after: u64, until: u64) -> Result<(), StoreError> {
        self.effects.has_erased = true;
        audit_chains::remove(self.connection_for_write()?, chain, after, until).map_err(store_error)
    }

    /// The connection, to read a row whose update is not deferred.
    pub(crate) fn connection(&self) -> &Connection {
        self.connection
    }

    /// The connection, to search an index: the database has all deferred updates.
    pub(crate) fn connection_for_search(&mut self) -> Result<&Connection, StoreError> {
        if self.effects.rows.iter().any(|row| row.new_body.is_some()) {
            self.open_savepoint()?;
        } else {
            self.flush_others()?;
        }
        Ok(self.connection)
    }

    /// The connection, to write: what follows can be undone by itself. Work that only reads never comes here,
    /// and most refusals are such work.
    pub(crate) fn connection_for_write(&mut self) -> Result<&Connection, StoreError> {
        self.access.require_write()?;
        self.open_savepoint()?;
        Ok(self.connection)
    }

    fn open_savepoint(&mut self) -> Result<(), StoreError> {
        if self.effects.has_savepoint {
            return Ok(());
        }
        self.flush_others()?;
        execute(self.connection, "SAVEPOINT work", []).map_err(store_error)?;
        self.effects.has_savepoint = true;
        for row in mem::take(&mut self.effects.rows) {
            if let Some(body) = &row.new_body {
                self.update_now(row.kind, &row.key, body)?;
            }
        }
        Ok(())
    }

    /// Sends the deferred updates of earlier work to the database.
    fn flush_others(&mut self) -> Result<(), StoreError> {
        match &mut self.cache.writes {
            Some(writes) => flush(self.connection, writes),
            None => Ok(()),
        }
    }

    fn existing_row(&mut self, kind: &Kind, key: &Key) -> Option<&mut ExistingRow> {
        let rows = self.effects.rows.iter_mut();
        rows.rev()
            .find(|row| row.key == *key && row.kind.name == kind.name)
    }
}

/// Sends all deferred updates of a transaction to the database.
pub(crate) fn flush(connection: &Connection, writes: &mut WriteSet) -> Result<(), StoreError> {
    writes.flush_deferred(|kind, rows| {
        let sql = &Table::named(kind).update;
        let mut statement = connection.prepare_cached(sql).map_err(store_error)?;
        for (key, body) in rows {
            let count = statement.execute((key.as_bytes(), body));
            expect_one_row(count.map_err(store_error)?, kind)?;
        }
        Ok(())
    })
}
