//! A file as the source or the target of a copy.

use std::collections::HashMap;
use std::fs::File;
use std::path::Path;
use std::sync::LazyLock;

use roster_domain::audit::{ChainHead, Head, REGISTER};
use roster_store::StoreError;
use roster_store::copy::{
    Changes, Contents, Pair, PositionedRecord, Source, Table, Target, TargetState, has_content,
};
use rusqlite::{Connection, Result};

use crate::open_error::OpenError;
use crate::sql::{execute, query, store_error};
use crate::{audit_chains, audit_times, copy_mark, imported_chains, migrations, open, own_chain};

/// The chains of an earlier copy from a directory without content.
const FORGET_CHAINS: &str =
    "DELETE FROM moved_audit; DELETE FROM moved_chain; UPDATE moved_end SET position = 0";
const APPEND: &str = "INSERT INTO moved_audit (chain, sequence, position, hash, body, personal) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
const ERASE: &str = "UPDATE moved_audit SET personal = NULL WHERE chain = ?1 AND sequence = ?2";
/// Stores the head of a chain. The register is the first, whenever it is added.
const STORE_HEAD: &str = "INSERT INTO moved_chain (chain, opened, sequence, hash) \
    SELECT ?1, CASE ?1 WHEN ?4 THEN 0 ELSE 1 + coalesce(max(opened), 0) END, ?2, ?3 FROM moved_chain WHERE true \
    ON CONFLICT (chain) DO UPDATE SET sequence = excluded.sequence, hash = excluded.hash";

/// The statements on a table of pairs.
struct Statements {
    count: String,
    page: String,
    put: String,
    remove: String,
}

static STATEMENTS: LazyLock<HashMap<String, Statements>> = LazyLock::new(|| {
    let statements = Table::all().map(|table| (table.name(), Statements::new(table)));
    statements.collect()
});

impl Statements {
    fn of(name: &str) -> &'static Self {
        STATEMENTS.get(name).expect("every table is of a kind")
    }

    fn new(table: Table) -> Self {
        let (name, (key, value)) = (table.name(), table.columns());
        Self {
            count: format!(r#"SELECT count(*) FROM "{name}""#),
            page: format!(r#"SELECT {key}, {value} FROM "{name}" WHERE {key} >= ?1 ORDER BY {key} LIMIT ?2"#),
            put: format!(
                r#"INSERT INTO "{name}" ({key}, {value}) VALUES (?1, ?2) ON CONFLICT ({key}) DO UPDATE SET {value} = excluded.{value}"#
            ),
            remove: format!(r#"DELETE FROM "{name}" WHERE {key} = ?1"#),
        }
    }
}

/// Opens the file at a path, which must exist, to copy it. A server may go on writing to it.
///
/// # Errors
///
/// If the file is missing, damaged, not ours, or of a newer version.
pub fn source(path: &Path) -> Result<impl Source + use<>, OpenError> {
    let connection = open::to_copy(path)?;
    let source = CopyFile {
        connection,
        _lock: None,
    };
    let begun = source.begin_snapshot();
    begun.map_err(|error| OpenError::new(path, error.into()))?;
    Ok(source)
}

/// Opens the file at a path to copy into it, and makes it if it is missing.
///
/// # Errors
///
/// If the file is damaged, not ours, of a newer version, in use or out of reach.
pub fn target(path: &Path) -> Result<impl Target + use<>, OpenError> {
    let (connection, lock) = open::to_copy_into(path)?;
    Ok(CopyFile {
        connection,
        _lock: Some(lock),
    })
}

/// One side of a copy.
struct CopyFile {
    connection: Connection,
    /// Keeps servers away from a target.
    _lock: Option<File>,
}

impl CopyFile {
    /// Begins a transaction on a snapshot of now.
    fn begin_snapshot(&self) -> Result<()> {
        self.connection.execute_batch("BEGIN")?;
        // The first read takes the snapshot.
        own_chain::stored_head(&self.connection).map(drop)
    }

    fn has(&self, table: &str) -> Result<bool> {
        self.connection.table_exists(None, table)
    }

    fn count_of(&self, table: &str) -> Result<u64> {
        if !self.has(table)? {
            return Ok(0);
        }
        let count: i64 = query(&self.connection, &Statements::of(table).count, |statement| {
            statement.query_one([], |row| row.get(0))
        })?;
        Ok(count.cast_unsigned())
    }

    fn page_of(&self, table: &str, from: &[u8], limit: usize) -> Result<Vec<Pair>> {
        if !self.has(table)? {
            return Ok(Vec::new());
        }
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        query(&self.connection, &Statements::of(table).page, |statement| {
            let pairs = statement.query_map((from, limit), |row| {
                let (key, value) = (row.get(0)?, row.get(1)?);
                Ok(Pair { key, value })
            });
            pairs?.collect()
        })
    }

    /// Runs changes in one transaction.
    fn in_transaction<T>(&mut self, change: impl FnOnce(&Connection) -> Result<T>) -> Result<T, StoreError> {
        let run = || {
            let transaction = self.connection.transaction()?;
            let changed = change(&transaction)?;
            transaction.commit()?;
            Ok(changed)
        };
        run().map_err(store_error)
    }
}

impl Contents for CopyFile {
    fn count(&mut self, table: Table) -> Result<u64, StoreError> {
        self.count_of(&table.name()).map_err(store_error)
    }

    fn page(&mut self, table: Table, from: &[u8], limit: usize) -> Result<Vec<Pair>, StoreError> {
        self.page_of(&table.name(), from, limit).map_err(store_error)
    }

    fn chains(&mut self) -> Result<Vec<ChainHead>, StoreError> {
        audit_chains::chains(&self.connection).map_err(store_error)
    }

    fn records(
        &mut self,
        chain: &str,
        after: u64,
        limit: usize,
    ) -> Result<Vec<PositionedRecord>, StoreError> {
        let records = audit_chains::after(&self.connection, chain, after, limit).map_err(store_error)?;
        let positioned = |(chained, position)| PositionedRecord { chained, position };
        Ok(records.into_iter().map(positioned).collect())
    }
}

impl Source for CopyFile {
    fn refresh(&mut self) -> Result<(), StoreError> {
        let refresh = || {
            self.connection.execute_batch("COMMIT")?;
            self.begin_snapshot()
        };
        refresh().map_err(store_error)
    }
}

impl Target for CopyFile {
    fn begin(&mut self) -> Result<TargetState, StoreError> {
        if copy_mark::is_set(&self.connection).map_err(store_error)? {
            return Ok(TargetState::Unfinished);
        }
        if has_content(self)? {
            return Ok(TargetState::HasContent);
        }
        self.in_transaction(|transaction| {
            transaction.execute_batch(FORGET_CHAINS)?;
            copy_mark::set(transaction)
        })?;
        Ok(TargetState::Empty)
    }

    fn change(&mut self, table: Table, changes: &Changes) -> Result<(), StoreError> {
        let statements = Statements::of(&table.name());
        self.in_transaction(|transaction| {
            for key in &changes.deleted {
                execute(transaction, &statements.remove, [key])?;
            }
            for pair in &changes.put {
                execute(transaction, &statements.put, (&pair.key, &pair.value))?;
            }
            Ok(())
        })
    }

    fn append(&mut self, chain_head: &ChainHead, records: &[PositionedRecord]) -> Result<(), StoreError> {
        self.in_transaction(|transaction| append(transaction, chain_head, records))
    }

    fn erase(&mut self, chain: &str, sequences: &[u64]) -> Result<(), StoreError> {
        self.in_transaction(|transaction| {
            sequences.iter().try_for_each(|sequence| {
                execute(transaction, ERASE, (chain, sequence.cast_signed())).map(drop)
            })
        })
    }

    fn last_record(&mut self, chain: &str) -> Result<Option<Head>, StoreError> {
        imported_chains::last(&self.connection, chain).map_err(store_error)
    }

    fn last_position(&mut self) -> Result<i64, StoreError> {
        imported_chains::last_position(&self.connection).map_err(store_error)
    }

    fn finish(&mut self, register: &ChainHead, records: &[PositionedRecord]) -> Result<(), StoreError> {
        // What a power failure took so far would be copied again. From here on everything must stay.
        let flushed = self.connection.execute_batch("PRAGMA synchronous = FULL");
        flushed.map_err(store_error)?;
        self.in_transaction(|transaction| {
            if !records.is_empty() {
                append(transaction, register, records)?;
            }
            // The source may have lacked an index, or filled a part of it.
            migrations::forget(transaction)?;
            transaction.execute_batch(audit_times::MEASURE)?;
            copy_mark::remove(transaction)
        })
    }
}

fn append(transaction: &Connection, chain_head: &ChainHead, records: &[PositionedRecord]) -> Result<()> {
    let ChainHead { chain, head } = chain_head;
    for PositionedRecord { chained, position } in records {
        let sequence = chained.sequence.cast_signed();
        execute(
            transaction,
            APPEND,
            (
                chain,
                sequence,
                position,
                chained.hash.0,
                &chained.body,
                &chained.personal,
            ),
        )?;
    }
    execute(
        transaction,
        STORE_HEAD,
        (chain, head.sequence.cast_signed(), head.hash.0, REGISTER),
    )?;
    Ok(())
}
