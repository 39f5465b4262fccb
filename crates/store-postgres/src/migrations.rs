//! Migrations: which indexes are added and which formats are noted, and how servers that do not know them are kept from writing.
//!
//! Every batch needs an open audit chain, and a chain names the last migration that its server knows. A migration begins
//! while the register is locked, so that no chain is opened, and only if no chain of a server is open that does not know
//! it. Afterwards such a server opens none. Source of the lock's order: `register`.

use std::collections::HashSet;

use roster_domain::audit::REGISTER;
use roster_domain::migrations::{Migration, NewIndex};

use crate::connection::Connection;
use crate::failure::Failure;
use crate::open_error::Reason;
use crate::schema::{IndexTable, Table};

/// How far each migration is: the key of the last row whose entries are there, and how many rows have them.
pub(crate) const TABLE: &str = "CREATE TABLE IF NOT EXISTS migration (number integer PRIMARY KEY, \
    index_name text NOT NULL, after bytea NOT NULL, filled bigint NOT NULL, done boolean NOT NULL)";
/// The migrations that a version must know to read.
pub(crate) const REQUIRED_TO_READ: &str =
    "CREATE TABLE IF NOT EXISTS required_to_read (migration integer PRIMARY KEY)";
/// The number of the last migration that was begun; 0 for none.
pub(crate) const LAST: &str = "SELECT coalesce(max(number), 0) FROM migration";
/// For the next server, which then checks every row.
pub(crate) const FORGET: &str = "DELETE FROM migration";
/// Chains of servers of the first layout, which name no migration. A server that names none cannot add a chain.
pub(crate) const NAME_MIGRATIONS: &str = "ALTER TABLE audit_chain ADD COLUMN IF NOT EXISTS migration integer NOT NULL DEFAULT 0; \
    ALTER TABLE audit_chain ALTER COLUMN migration DROP DEFAULT";
const OLDER: &str =
    "SELECT chain FROM audit_chain WHERE NOT closed AND chain <> $1 AND migration < $2 LIMIT 1";
const LOCK_REGISTER: &str = "SELECT chain FROM audit_chain WHERE chain = $1 FOR UPDATE";
const BEGUN: &str = "SELECT number FROM migration";
const BEGIN: &str = "INSERT INTO migration (number, index_name, after, filled, done) VALUES ($1, $2, '', 0, false) \
    ON CONFLICT (number) DO UPDATE SET after = '', filled = 0, done = false";
/// There is nothing to fill.
const NOTE: &str = "INSERT INTO migration (number, index_name, after, filled, done) VALUES ($1, '', '', 0, true) \
    ON CONFLICT DO NOTHING";
const REQUIRE_TO_READ: &str = "INSERT INTO required_to_read (migration) VALUES ($1) ON CONFLICT DO NOTHING";
const LAST_REQUIRED_TO_READ: &str = "SELECT coalesce(max(migration), 0) FROM required_to_read";

/// The statements, except those on all migrations.
#[cfg(test)]
pub(crate) const STATEMENTS: &[&str] = &[
    LAST,
    OLDER,
    LOCK_REGISTER,
    BEGIN,
    NOTE,
    REQUIRE_TO_READ,
    LAST_REQUIRED_TO_READ,
];

/// Refuses to write to a database in which a newer version has begun a migration.
pub(crate) async fn refuse_newer(
    connection: &mut Connection,
    migrations: &[Migration],
) -> Result<(), Reason> {
    let (found, known) = (last(connection, LAST).await?, last_of(migrations));
    if found > known {
        return Err(Reason::NewerRecords { found, known });
    }
    Ok(())
}

/// Refuses to read a database with records that only newer versions can read.
pub(crate) async fn refuse_unreadable(
    connection: &mut Connection,
    migrations: &[Migration],
) -> Result<(), Reason> {
    let (found, known) = (
        last(connection, LAST_REQUIRED_TO_READ).await?,
        last_of(migrations),
    );
    if found > known {
        return Err(Reason::UnreadableRecords { found, known });
    }
    Ok(())
}

async fn last(connection: &mut Connection, sql: &'static str) -> Result<i32, Failure> {
    let rows = connection.query(sql, Vec::new()).await?;
    Ok(rows.first().map_or(Ok(0), |row| row.try_get(0))?)
}

/// Refuses a database with an open chain of a server that does not know a migration; 1 for a server of the first layout.
pub(crate) async fn refuse_older_servers(connection: &mut Connection, number: i32) -> Result<(), Reason> {
    let older = connection
        .query(OLDER, vec![Box::new(REGISTER), Box::new(number)])
        .await?;
    if older.is_empty() {
        Ok(())
    } else {
        Err(Reason::OlderServer)
    }
}

/// Refuses a database to which other servers write.
pub(crate) async fn refuse_open_chains(connection: &mut Connection) -> Result<(), Reason> {
    refuse_older_servers(connection, i32::MAX).await
}

/// The migrations to begin: those that were not begun, and those whose index is missing.
pub(crate) async fn missing(
    connection: &mut Connection,
    migrations: &'static [Migration],
    existing: &HashSet<String>,
) -> Result<Vec<&'static Migration>, Failure> {
    let mut begun = HashSet::new();
    if existing.contains("migration") {
        for row in connection.query(BEGUN, Vec::new()).await? {
            begun.insert(row.try_get::<_, i32>(0)?);
        }
    }
    let is_missing = |migration: &&Migration| {
        let lacks_index = |new| !existing.contains(&table_of(new).name);
        !begun.contains(&number_of(migration)) || migration.new_index().is_some_and(lacks_index)
    };
    Ok(migrations.iter().filter(is_missing).collect())
}

/// Begins migrations in the open transaction, which has made the tables.
pub(crate) async fn begin(connection: &mut Connection, missing: &[&Migration]) -> Result<(), Reason> {
    let Some(last) = missing.iter().map(|migration| number_of(migration)).max() else {
        return Ok(());
    };
    connection.query(LOCK_REGISTER, vec![Box::new(REGISTER)]).await?;
    refuse_older_servers(connection, last).await?;
    for migration in missing {
        let number = number_of(migration);
        match migration.new_index() {
            Some(new) => {
                let name = table_of(new).name.clone();
                connection
                    .query(BEGIN, vec![Box::new(number), Box::new(name)])
                    .await?;
            }
            None => _ = connection.query(NOTE, vec![Box::new(number)]).await?,
        }
        if !migration.is_readable() {
            connection.query(REQUIRE_TO_READ, vec![Box::new(number)]).await?;
        }
    }
    Ok(())
}

/// Whether a migration fills an index.
pub(crate) fn fills(migrations: &[Migration], index: &IndexTable) -> bool {
    Migration::new_indexes(migrations).any(|(_, new)| table_of(new).name == index.name)
}

pub(crate) fn table_of(new: &NewIndex) -> &'static IndexTable {
    Table::of(new.kind).index(new.index).1
}

/// The number of a migration, as the database stores it.
fn number_of(migration: &Migration) -> i32 {
    migration.number.cast_signed()
}

/// The number of the last migration that a server knows.
pub(crate) fn last_of(migrations: &[Migration]) -> i32 {
    Migration::last_of(migrations).cast_signed()
}
