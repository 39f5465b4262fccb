//! A file that is copied, and a file that becomes a copy.

use std::collections::HashMap;
use std::fs::File;
use std::path::Path;
use std::sync::LazyLock;

use roster_domain::audit::{Head, Left, REGISTER};
use roster_store::StoreError;
use roster_store::copy::{Begun, Changes, Contents, Pair, Placed, Source, Table, Target, has_content};
use rusqlite::{Connection, Result};

use crate::open::{self, OpenError};
use crate::sql::{execute, query, store_error};
use crate::{audit, moved};

/// The table that is there as long as a copy is not finished.
const UNFINISHED: &str = "unfinished_copy";
const MARK: &str = "CREATE TABLE unfinished_copy (id INTEGER PRIMARY KEY)";
const UNMARK: &str = "DROP TABLE unfinished_copy";
/// What an earlier copy of a directory without content has left.
const FORGET_CHAINS: &str = "DELETE FROM moved_audit; DELETE FROM moved_chain";
const APPEND: &str =
    "INSERT INTO moved_audit (chain, sequence, position, hash, body) VALUES (?1, ?2, ?3, ?4, ?5)";
/// The register is the first, whenever it comes.
const LEAVE: &str = "INSERT INTO moved_chain (chain, opened, sequence, hash) \
    SELECT ?1, CASE ?1 WHEN ?4 THEN 0 ELSE 1 + coalesce(max(opened), 0) END, ?2, ?3 FROM moved_chain WHERE true \
    ON CONFLICT (chain) DO UPDATE SET sequence = excluded.sequence, hash = excluded.hash";

/// The statements on a table.
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

/// Whether somebody has begun to copy into a file, and not finished.
pub(crate) fn is_unfinished(connection: &Connection) -> Result<bool> {
    connection.table_exists(None, UNFINISHED)
}

/// Opens the file at a path, which must be there, to copy it. A server may go on writing to it.
///
/// # Errors
///
/// If the file is not there, not ours, too new or damaged.
pub fn source(path: &Path) -> Result<impl Source + use<>, OpenError> {
    let connection = open::to_look(path)?;
    let source = Filed {
        connection,
        _lock: None,
    };
    source.begin_to_look().map_err(|error| OpenError {
        path: path.to_owned(),
        reason: error.into(),
    })?;
    Ok(source)
}

/// Opens the file at a path to copy into it, and makes it if it is not there.
///
/// # Errors
///
/// If the file is damaged, not ours, too new, in use or out of reach.
pub fn target(path: &Path) -> Result<impl Target + use<>, OpenError> {
    let (connection, lock) = open::to_fill(path)?;
    Ok(Filed {
        connection,
        _lock: Some(lock),
    })
}

/// What is in a file.
struct Filed {
    connection: Connection,
    /// Keeps others away from a target.
    _lock: Option<File>,
}

impl Filed {
    /// Begins a transaction that sees the file as it is now, and nothing later.
    fn begin_to_look(&self) -> Result<()> {
        self.connection.execute_batch("BEGIN")?;
        audit::stored_head(&self.connection).map(drop)
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

    /// Does something as a whole or not at all.
    fn change_all<T>(&mut self, act: impl FnOnce(&Connection) -> Result<T>) -> Result<T, StoreError> {
        let change = || {
            let transaction = self.connection.transaction()?;
            let done = act(&transaction)?;
            transaction.commit()?;
            Ok(done)
        };
        change().map_err(store_error)
    }
}

impl Contents for Filed {
    fn count(&mut self, table: Table) -> Result<u64, StoreError> {
        self.count_of(&table.name()).map_err(store_error)
    }

    fn page(&mut self, table: Table, from: &[u8], limit: usize) -> Result<Vec<Pair>, StoreError> {
        self.page_of(&table.name(), from, limit).map_err(store_error)
    }

    fn chains(&mut self) -> Result<Vec<Left>, StoreError> {
        audit::chains(&self.connection).map_err(store_error)
    }

    fn records(&mut self, chain: &str, after: u64, limit: usize) -> Result<Vec<Placed>, StoreError> {
        let records = audit::after(&self.connection, chain, after, limit).map_err(store_error)?;
        let placed = |(sealed, position)| Placed { sealed, position };
        Ok(records.into_iter().map(placed).collect())
    }
}

impl Source for Filed {
    fn look_again(&mut self) -> Result<(), StoreError> {
        let look = || {
            self.connection.execute_batch("COMMIT")?;
            self.begin_to_look()
        };
        look().map_err(store_error)
    }
}

impl Target for Filed {
    fn begin(&mut self) -> Result<Begun, StoreError> {
        if is_unfinished(&self.connection).map_err(store_error)? {
            return Ok(Begun::Unfinished);
        }
        if has_content(self)? {
            return Ok(Begun::Full);
        }
        self.change_all(|transaction| {
            transaction.execute_batch(FORGET_CHAINS)?;
            transaction.execute_batch(MARK)
        })?;
        Ok(Begun::Empty)
    }

    fn change(&mut self, table: Table, changes: &Changes) -> Result<(), StoreError> {
        let statements = Statements::of(&table.name());
        self.change_all(|transaction| {
            for key in &changes.gone {
                execute(transaction, &statements.remove, [key])?;
            }
            for pair in &changes.put {
                execute(transaction, &statements.put, (&pair.key, &pair.value))?;
            }
            Ok(())
        })
    }

    fn append(&mut self, left: &Left, records: &[Placed]) -> Result<(), StoreError> {
        self.change_all(|transaction| append(transaction, left, records))
    }

    fn last_record(&mut self, chain: &str) -> Result<Option<Head>, StoreError> {
        moved::last(&self.connection, chain).map_err(store_error)
    }

    fn last_position(&mut self) -> Result<i64, StoreError> {
        moved::last_position(&self.connection).map_err(store_error)
    }

    fn finish(&mut self, register: &Left, records: &[Placed]) -> Result<(), StoreError> {
        // Before, what a failing power takes is copied again. This must stay, and all before it.
        let flushed = self.connection.execute_batch("PRAGMA synchronous = FULL");
        flushed.map_err(store_error)?;
        self.change_all(|transaction| {
            if !records.is_empty() {
                append(transaction, register, records)?;
            }
            transaction.execute_batch(UNMARK)
        })
    }
}

fn append(transaction: &Connection, left: &Left, records: &[Placed]) -> Result<()> {
    let Left { chain, head } = left;
    for Placed { sealed, position } in records {
        let sequence = sealed.sequence.cast_signed();
        execute(
            transaction,
            APPEND,
            (chain, sequence, position, sealed.hash.0, &sealed.body),
        )?;
    }
    execute(
        transaction,
        LEAVE,
        (chain, head.sequence.cast_signed(), head.hash.0, REGISTER),
    )?;
    Ok(())
}
