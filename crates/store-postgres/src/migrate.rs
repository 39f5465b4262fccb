//! Making the tables, also when several processes start at the same time.

use std::collections::HashSet;

use roster_domain::audit::{Head, REGISTER};
use roster_domain::migrations::{MIGRATIONS, Migration};

use crate::connection::Connection;
use crate::failure::Failure;
use crate::open_error::Reason;
use crate::schema::{Table, tables};
use crate::{audit_times, migrations, range_locks, register};

/// The layout of the engine's own tables.
const LAYOUT: i32 = 4;
/// The first layout with personal values beside the records of the audit.
pub(crate) const PERSONAL_VALUES: i32 = 4;
const ADD_PERSONAL_VALUES: &str = "ALTER TABLE audit ADD COLUMN IF NOT EXISTS personal bytea";
const LAYOUT_TABLE: &str =
    "CREATE TABLE IF NOT EXISTS roster (id integer PRIMARY KEY, layout integer NOT NULL)";
/// The audit records of all chains, with their positions among each other except in the register; and the head of each
/// chain.
const AUDIT: &str = "CREATE TABLE IF NOT EXISTS audit (chain text NOT NULL, sequence bigint NOT NULL, \
    position bigint UNIQUE, hash bytea NOT NULL, body bytea NOT NULL, personal bytea, PRIMARY KEY (chain, sequence))";
const AUDIT_CHAIN: &str = "CREATE TABLE IF NOT EXISTS audit_chain (chain text PRIMARY KEY, opened bigint NOT NULL, sequence bigint NOT NULL, \
    hash bytea NOT NULL, stamp bigint NOT NULL, closed boolean NOT NULL, renewed timestamptz NOT NULL, migration integer NOT NULL)";
const SET_LAYOUT: &str = "INSERT INTO roster (id, layout) VALUES (1, $1) \
    ON CONFLICT (id) DO UPDATE SET layout = excluded.layout";
const FIRST_CHAIN: &str = "INSERT INTO audit_chain (chain, opened, sequence, hash, stamp, closed, renewed, migration) \
    VALUES ($1, 0, 0, $2, 0, false, now(), 0) ON CONFLICT DO NOTHING";
const FOUND: &str = "SELECT layout FROM roster WHERE id = 1";
const EXISTING: &str =
    "SELECT table_name::text FROM information_schema.tables WHERE table_schema = current_schema()";
/// A chain is opened behind the last one, and chains that are open are closed when they expire: neither reads all chains,
/// of which there are more every day.
const AUDIT_CHAIN_INDEXES: &str = "CREATE INDEX IF NOT EXISTS audit_chain_by_opening ON audit_chain (opened); \
    CREATE INDEX IF NOT EXISTS audit_chain_open ON audit_chain (chain) WHERE NOT closed";
/// A server of the first layout knows no migration.
const FIRST_MIGRATION: i32 = 1;
/// How often to try again when other processes make the same tables.
const ATTEMPTS: usize = 50;

/// Makes missing tables, and begins migrations.
pub(crate) async fn migrate(
    connection: &mut Connection,
    migrations: &'static [Migration],
) -> Result<(), Reason> {
    let (mut attempt, mut is_tidy) = (1, false);
    loop {
        match make_in_transaction(connection, migrations).await {
            // Servers that were killed write no more.
            Err(Reason::OlderServer) if !is_tidy => {
                register::close_expired(connection).await?;
                is_tidy = true;
            }
            // If two processes make one table, one of them gets one of several errors.
            Err(Reason::Failed(_)) if attempt < ATTEMPTS && !connection.is_closed() => attempt += 1,
            made => return made,
        }
    }
}

/// Refuses a database without tables or with records that only newer versions can read; returns its layout.
pub(crate) async fn check(connection: &mut Connection) -> Result<i32, Reason> {
    let existing = existing(connection).await?;
    if !existing.contains("roster") {
        return Err(Reason::Empty);
    }
    let layout = layout(connection).await?;
    if existing.contains("required_to_read") {
        migrations::refuse_unreadable(connection, MIGRATIONS).await?;
    }
    Ok(layout.unwrap_or(LAYOUT))
}

/// The same before a copy: a version that does not know all of it would leave something out.
pub(crate) async fn check_to_copy(connection: &mut Connection) -> Result<i32, Reason> {
    let layout = check(connection).await?;
    if existing(connection).await?.contains("migration") {
        migrations::refuse_newer(connection, MIGRATIONS).await?;
    }
    Ok(layout)
}

/// Makes all tables in one transaction, which is faster than one by one.
async fn make_in_transaction(
    connection: &mut Connection,
    migrations: &'static [Migration],
) -> Result<(), Reason> {
    connection.command("BEGIN").await?;
    let made = make(connection, migrations).await;
    let end = if made.is_ok() { "COMMIT" } else { "ROLLBACK" };
    connection.command(end).await?;
    made
}

async fn make(connection: &mut Connection, migrations: &'static [Migration]) -> Result<(), Reason> {
    let existing = existing(connection).await?;
    let found = if existing.contains("roster") {
        layout(connection).await?
    } else {
        None
    };
    if existing.contains("migration") {
        migrations::refuse_newer(connection, migrations).await?;
    }
    let missing_migrations = migrations::missing(connection, migrations, &existing).await?;
    let own = [
        ("roster", LAYOUT_TABLE),
        ("audit", AUDIT),
        ("audit_chain", AUDIT_CHAIN),
        ("audit_disorder", audit_times::TABLE),
        ("migration", migrations::TABLE),
        ("range_lock", range_locks::TABLE),
        ("required_to_read", migrations::REQUIRED_TO_READ),
    ];
    let own = own.into_iter().filter(|(name, _)| !existing.contains(*name));
    let mut missing: Vec<&str> = own.map(|(_, sql)| sql).collect();
    for table in tables() {
        missing.extend(missing_of(connection, table, &existing, migrations).await?);
    }
    connection.command(&missing.join(";")).await?;
    if found.is_some_and(|found| found < 2) {
        connection.command(migrations::NAME_MIGRATIONS).await?;
        migrations::refuse_older_servers(connection, FIRST_MIGRATION).await?;
    }
    if found.is_some_and(|found| found < 3) {
        // They would write records whose times may fall.
        migrations::refuse_open_chains(connection).await?;
    }
    let first = Head::default().hash.0.to_vec();
    connection
        .query(FIRST_CHAIN, vec![Box::new(REGISTER), Box::new(first)])
        .await?;
    if found.is_none_or(|found| found < 3) {
        connection.command(AUDIT_CHAIN_INDEXES).await?;
        connection.command(audit_times::MEASURE).await?;
    }
    if found != Some(LAYOUT) {
        connection.command(ADD_PERSONAL_VALUES).await?;
        connection.query(SET_LAYOUT, vec![Box::new(LAYOUT)]).await?;
    }
    migrations::begin(connection, &missing_migrations).await
}

/// The statements that make the missing tables of a kind.
async fn missing_of(
    connection: &mut Connection,
    table: &'static Table,
    existing: &HashSet<String>,
    migrations: &[Migration],
) -> Result<Vec<&'static str>, Reason> {
    let mut missing = Vec::new();
    for index in table
        .indexes
        .iter()
        .filter(|index| !existing.contains(&index.name))
    {
        if existing.contains(table.name)
            && !migrations::fills(migrations, index)
            && !is_empty(connection, table).await?
        {
            return Err(Reason::NotIndexed(index.name.clone()));
        }
        missing.push(index.create.as_str());
    }
    if !existing.contains(table.name) {
        missing.push(table.create.as_str());
    }
    Ok(missing)
}

async fn is_empty(connection: &mut Connection, table: &'static Table) -> Result<bool, Failure> {
    let rows = connection.query(&table.is_empty, Vec::new()).await?;
    rows.first()
        .map_or(Ok(true), |row| row.try_get(0))
        .map_err(Failure::from)
}

pub(crate) async fn existing(connection: &mut Connection) -> Result<HashSet<String>, Failure> {
    let rows = connection.query(EXISTING, Vec::new()).await?;
    let names = rows.iter().map(|row| row.try_get(0).map_err(Failure::from));
    names.collect()
}

/// The layout of the database; `None` before it is stored.
async fn layout(connection: &mut Connection) -> Result<Option<i32>, Reason> {
    let rows = connection.query(FOUND, Vec::new()).await?;
    let found: Option<i32> = rows
        .first()
        .map(|row| row.try_get(0).map_err(Failure::from))
        .transpose()?;
    match found {
        Some(found) if found > LAYOUT => Err(Reason::Newer { found, known: LAYOUT }),
        found => Ok(found),
    }
}
