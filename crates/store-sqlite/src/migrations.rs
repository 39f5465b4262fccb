//! Migrations: a missing index over existing records is filled when the file is opened, in slices. Each slice is a
//! transaction with its progress, so that filling goes on where it was killed.

use roster_domain::migrations::Migration;
use rusqlite::{Connection, OptionalExtension, Transaction};

use crate::open_error::Reason;
use crate::schema::{IndexTable, Table};
use crate::sql::{execute, query};

/// How far each migration is: the key of the last row whose entries are there, and how many rows have them.
pub(crate) const TABLE: &str = "
    CREATE TABLE migration (number INTEGER PRIMARY KEY, index_name TEXT NOT NULL, after BLOB NOT NULL,
        filled INTEGER NOT NULL, done INTEGER NOT NULL);";

const LAST: &str = "SELECT coalesce(max(number), 0) FROM migration";
const IS_BEGUN: &str = "SELECT EXISTS (SELECT * FROM migration WHERE number = ?1)";
const BEGIN: &str =
    "INSERT OR REPLACE INTO migration (number, index_name, after, filled, done) VALUES (?1, ?2, x'', 0, 0)";
const PROGRESS: &str = "SELECT after, filled FROM migration WHERE number = ?1 AND NOT done";
const ADVANCE: &str = "UPDATE migration SET after = ?2, filled = ?3, done = ?4 WHERE number = ?1";
const FORGET: &str = "DELETE FROM migration";

/// The statements.
#[cfg(test)]
pub(crate) const STATEMENTS: &[&str] = &[LAST, IS_BEGUN, BEGIN, PROGRESS, ADVANCE];

/// The number of rows of a slice. Its entries are added in their order, so many of them go to the same page.
const SLICE: usize = 10_000;
/// After how many rows the progress is logged.
const LOGGED: i64 = 100_000;
/// While an index is filled, nothing else needs memory: SQLite keeps 256 MiB of pages.
const CACHE_OF_FILLING: &str = "PRAGMA cache_size = -262144";

/// Refuses a file in which a newer version has begun a migration.
pub(crate) fn refuse_newer(connection: &Connection, migrations: &[Migration]) -> Result<(), Reason> {
    if !connection.table_exists(None, "migration")? {
        return Ok(());
    }
    let found: u32 = query(connection, LAST, |statement| {
        statement.query_one([], |row| row.get(0))
    })?;
    let known = Migration::last_of(migrations);
    if found > known {
        return Err(Reason::NewerIndexes { found, known });
    }
    Ok(())
}

/// Begins the migrations that were not begun, and those whose index is missing. Called before tables are made.
pub(crate) fn begin(connection: &Connection, migrations: &[Migration]) -> Result<(), Reason> {
    for migration in migrations {
        let name = &table_of(migration).name;
        let is_begun = query(connection, IS_BEGUN, |statement| {
            statement.query_one([migration.number], |row| row.get(0))
        })?;
        if !(is_begun && connection.table_exists(None, name.as_str())?) {
            execute(connection, BEGIN, (migration.number, name))?;
        }
    }
    Ok(())
}

/// Whether a migration fills an index.
pub(crate) fn fills(migrations: &[Migration], index: &IndexTable) -> bool {
    migrations
        .iter()
        .any(|migration| table_of(migration).name == index.name)
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
    for migration in migrations {
        loop {
            let transaction = connection.transaction()?;
            let Some(progress) = Progress::of(&transaction, migration)? else {
                break;
            };
            progress.fill_slice(&transaction, migration)?;
            transaction.commit()?;
        }
    }
    Ok(())
}

fn table_of(migration: &Migration) -> &'static IndexTable {
    Table::of(migration.kind).index(migration.index)
}

/// A row of a kind: its key and its body.
type KeyAndBody = (Vec<u8>, Vec<u8>);

/// How far a migration is that is not done.
struct Progress {
    after: Vec<u8>,
    filled: i64,
}

impl Progress {
    /// `None` if the migration is done.
    fn of(transaction: &Transaction<'_>, migration: &Migration) -> rusqlite::Result<Option<Self>> {
        query(transaction, PROGRESS, |statement| {
            let progress = statement.query_one([migration.number], |row| {
                let (after, filled) = (row.get(0)?, row.get(1)?);
                Ok(Self { after, filled })
            });
            progress.optional()
        })
    }

    fn fill_slice(self, transaction: &Transaction<'_>, migration: &Migration) -> Result<(), Reason> {
        let rows = self.slice(transaction, migration)?;
        add_entries(transaction, migration, &rows)?;
        let filled = self.filled + i64::try_from(rows.len()).unwrap_or(i64::MAX);
        let is_done = rows.len() < SLICE;
        // A new database has no rows, which is not worth a line for each index.
        if (is_done && filled > 0) || self.filled / LOGGED < filled / LOGGED {
            let index = table_of(migration).name.as_str();
            tracing::info!(index, rows = filled, is_done, "an index is filled");
        }
        let after = rows.into_iter().next_back().map_or(self.after, |(key, _)| key);
        execute(transaction, ADVANCE, (migration.number, after, filled, is_done))?;
        Ok(())
    }

    fn slice(
        &self,
        transaction: &Transaction<'_>,
        migration: &Migration,
    ) -> rusqlite::Result<Vec<KeyAndBody>> {
        query(transaction, &Table::of(migration.kind).slice, |statement| {
            let limit = i64::try_from(SLICE).unwrap_or(i64::MAX);
            let rows = statement.query_map((&self.after, limit), |row| Ok((row.get(0)?, row.get(1)?)))?;
            rows.collect()
        })
    }
}

fn add_entries(
    transaction: &Transaction<'_>,
    migration: &Migration,
    rows: &[KeyAndBody],
) -> Result<(), Reason> {
    let mut entries = Vec::new();
    for (key, body) in rows {
        let own = migration.entries(body).map_err(|error| {
            let (kind, byte) = (migration.kind.name, error.column());
            Reason::Damaged(format!("a {kind} record cannot be read at byte {byte}"))
        })?;
        entries.extend(own.into_iter().map(|entry| (entry, key)));
    }
    entries.sort_unstable();
    let index = table_of(migration);
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
