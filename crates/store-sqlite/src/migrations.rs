//! Migrations: a missing index over existing records is filled when the file is opened, in slices. Each slice is a
//! transaction with its progress, so that filling goes on where it was killed. A format is noted.

use roster_domain::migrations::{Migration, NewIndex};
use rusqlite::{Connection, OptionalExtension, Transaction};

use crate::open_error::Reason;
use crate::schema::{IndexTable, Table};
use crate::sql::{execute, query};

/// How far each migration is: the key of the last row whose entries are there, and how many rows have them.
pub(crate) const TABLE: &str = "
    CREATE TABLE migration (number INTEGER PRIMARY KEY, index_name TEXT NOT NULL, after BLOB NOT NULL,
        filled INTEGER NOT NULL, done INTEGER NOT NULL);";

/// The migrations that a version must know to read.
pub(crate) const REQUIRED_TO_READ: &str =
    "CREATE TABLE IF NOT EXISTS required_to_read (migration INTEGER PRIMARY KEY)";

const LAST: &str = "SELECT coalesce(max(number), 0) FROM migration";
const IS_BEGUN: &str = "SELECT EXISTS (SELECT * FROM migration WHERE number = ?1)";
const BEGIN: &str =
    "INSERT OR REPLACE INTO migration (number, index_name, after, filled, done) VALUES (?1, ?2, x'', 0, 0)";
/// There is nothing to fill.
const NOTE: &str =
    "INSERT OR IGNORE INTO migration (number, index_name, after, filled, done) VALUES (?1, '', x'', 0, 1)";
const REQUIRE_TO_READ: &str = "INSERT OR IGNORE INTO required_to_read (migration) VALUES (?1)";
const LAST_REQUIRED_TO_READ: &str = "SELECT coalesce(max(migration), 0) FROM required_to_read";
const PROGRESS: &str = "SELECT after, filled FROM migration WHERE number = ?1 AND NOT done";
const ADVANCE: &str = "UPDATE migration SET after = ?2, filled = ?3, done = ?4 WHERE number = ?1";
const FORGET: &str = "DELETE FROM migration";

/// The statements.
#[cfg(test)]
pub(crate) const STATEMENTS: &[&str] = &[
    LAST,
    IS_BEGUN,
    BEGIN,
    NOTE,
    REQUIRE_TO_READ,
    LAST_REQUIRED_TO_READ,
    PROGRESS,
    ADVANCE,
];

/// The number of rows of a slice. Its entries are added in their order, so many of them go to the same page.
const SLICE: usize = 10_000;
/// After how many rows the progress is logged.
const LOGGED: i64 = 100_000;
/// While an index is filled, nothing else needs memory: SQLite keeps 256 MiB of pages.
const CACHE_OF_FILLING: &str = "PRAGMA cache_size = -262144";

/// Refuses to write to a file in which a newer version has begun a migration.
pub(crate) fn refuse_newer(connection: &Connection, migrations: &[Migration]) -> Result<(), Reason> {
    let (found, known) = (
        last(connection, "migration", LAST)?,
        Migration::last_of(migrations),
    );
    if found > known {
        return Err(Reason::NewerRecords { found, known });
    }
    Ok(())
}

/// Refuses to read a file with records that only newer versions can read.
pub(crate) fn refuse_unreadable(connection: &Connection, migrations: &[Migration]) -> Result<(), Reason> {
    let found = last(connection, "required_to_read", LAST_REQUIRED_TO_READ)?;
    let known = Migration::last_of(migrations);
    if found > known {
        return Err(Reason::UnreadableRecords { found, known });
    }
    Ok(())
}

/// The last number in a table; 0 without the table.
fn last(connection: &Connection, table: &str, sql: &'static str) -> rusqlite::Result<u32> {
    if !connection.table_exists(None, table)? {
        return Ok(0);
    }
    query(connection, sql, |statement| {
        statement.query_one([], |row| row.get(0))
    })
}

/// Begins the migrations that were not begun, and those whose index is missing. Called before tables are made.
pub(crate) fn begin(connection: &Connection, migrations: &[Migration]) -> Result<(), Reason> {
    connection.execute_batch(REQUIRED_TO_READ)?;
    for migration in migrations {
        let number = migration.number;
        match migration.new_index() {
            Some(new) => begin_index(connection, number, &table_of(new).name)?,
            None => _ = execute(connection, NOTE, [number])?,
        }
        if !migration.is_readable() {
            execute(connection, REQUIRE_TO_READ, [number])?;
        }
    }
    Ok(())
}

fn begin_index(connection: &Connection, number: u32, name: &String) -> rusqlite::Result<()> {
    let is_begun = query(connection, IS_BEGUN, |statement| {
        statement.query_one([number], |row| row.get(0))
    })?;
    if !(is_begun && connection.table_exists(None, name.as_str())?) {
        execute(connection, BEGIN, (number, name))?;
    }
    Ok(())
}

/// Whether a migration fills an index.
pub(crate) fn fills(migrations: &[Migration], index: &IndexTable) -> bool {
    Migration::new_indexes(migrations).any(|(_, new)| table_of(new).name == index.name)
}

/// Forgets how far the migrations are: the next server checks every row.
pub(crate) fn forget(connection: &Connection) -> rusqlite::Result<()> {
    execute(connection, FORGET, []).map(drop)
}

/// Fills the indexes of all migrations.
pub(crate) fn fill(connection: &mut Connection, migrations: &[Migration]) -> Result<(), Reason> {
    let cache_size: i64 = connection.query_row("PRAGMA cache_size", [], |row| row.get(0))?;
    connection.execute_batch(CACHE_OF_FILLING)?;
    let filled = fill_all(connection, migrations);
    connection.execute_batch(&format!("PRAGMA cache_size = {cache_size}"))?;
    filled
}

fn fill_all(connection: &mut Connection, migrations: &[Migration]) -> Result<(), Reason> {
    for (number, new) in Migration::new_indexes(migrations) {
        loop {
            let transaction = connection.transaction()?;
            let Some(progress) = Progress::of(&transaction, number)? else {
                break;
            };
            progress.fill_slice(&transaction, new)?;
            transaction.commit()?;
        }
    }
    Ok(())
}

fn table_of(new: &NewIndex) -> &'static IndexTable {
    Table::of(new.kind).index(new.index)
}

/// A row of a kind: its key and its body.
type KeyAndBody = (Vec<u8>, Vec<u8>);

/// How far a migration is that is not done.
struct Progress {
    number: u32,
    after: Vec<u8>,
    filled: i64,
}

impl Progress {
    /// `None` if the migration is done.
    fn of(transaction: &Transaction<'_>, number: u32) -> rusqlite::Result<Option<Self>> {
        query(transaction, PROGRESS, |statement| {
            let progress = statement.query_one([number], |row| {
                let (after, filled) = (row.get(0)?, row.get(1)?);
                Ok(Self {
                    number,
                    after,
                    filled,
                })
            });
            progress.optional()
        })
    }

    fn fill_slice(self, transaction: &Transaction<'_>, new: &NewIndex) -> Result<(), Reason> {
        let rows = self.slice(transaction, new)?;
        add_entries(transaction, new, &rows)?;
        let filled = self.filled + i64::try_from(rows.len()).unwrap_or(i64::MAX);
        let is_done = rows.len() < SLICE;
        // A new database has no rows, which is not worth a line for each index.
        if (is_done && filled > 0) || self.filled / LOGGED < filled / LOGGED {
            let index = table_of(new).name.as_str();
            tracing::info!(index, rows = filled, is_done, "an index is filled");
        }
        let after = rows.into_iter().next_back().map_or(self.after, |(key, _)| key);
        execute(transaction, ADVANCE, (self.number, after, filled, is_done))?;
        Ok(())
    }

    fn slice(&self, transaction: &Transaction<'_>, new: &NewIndex) -> rusqlite::Result<Vec<KeyAndBody>> {
        query(transaction, &Table::of(new.kind).slice, |statement| {
            let limit = i64::try_from(SLICE).unwrap_or(i64::MAX);
            let rows = statement.query_map((&self.after, limit), |row| Ok((row.get(0)?, row.get(1)?)))?;
            rows.collect()
        })
    }
}

fn add_entries(transaction: &Transaction<'_>, new: &NewIndex, rows: &[KeyAndBody]) -> Result<(), Reason> {
    let mut entries = Vec::new();
    for (key, body) in rows {
        let own = new.entries(body).map_err(|error| {
            let (kind, byte) = (new.kind.name, error.column());
            Reason::Damaged(format!("a {kind} record cannot be read at byte {byte}"))
        })?;
        entries.extend(own.into_iter().map(|entry| (entry, key)));
    }
    entries.sort_unstable();
    let index = table_of(new);
    for (entry, key) in entries {
        if execute(transaction, &index.insert_missing, (entry.as_bytes(), key))? == 0 {
            let other: Vec<u8> = query(transaction, &index.key, |statement| {
                statement.query_one([entry.as_bytes()], |row| row.get(0))
            })?;
            if other != *key {
                return Err(Reason::Ambiguous(index.name.clone()));
            }
        }
    }
    Ok(())
}
