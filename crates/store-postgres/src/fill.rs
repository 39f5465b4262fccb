//! Filling the indexes of migrations before a server serves, in slices. Each slice is a transaction with its progress, so
//! that filling goes on where it was killed. Servers that start at the same time take slices in turns.

use roster_domain::migrations::{Migration, NewIndex};

use crate::connection::{Connection, Parameter};
use crate::failure::Failure;
use crate::migrations::table_of;
use crate::open_error::Reason;
use crate::schema::Table;
use crate::settings::Settings;
use crate::transaction_sql::BEGIN_WRITE;

/// Waits for the server that fills a slice.
const PROGRESS: &str = "SELECT after, filled FROM migration WHERE number = $1 AND NOT done FOR UPDATE";
const ADVANCE: &str = "UPDATE migration SET after = $2, filled = $3, done = $4 WHERE number = $1";

/// The statements.
#[cfg(test)]
pub(crate) const STATEMENTS: &[&str] = &[PROGRESS, ADVANCE];

/// The number of rows of a slice.
const SLICE: usize = 2_000;
/// After how many rows the progress is logged.
const LOGGED: i64 = 100_000;

/// Whether there is more to fill.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Filled {
    Slice,
    All,
}

/// Fills the indexes of all migrations.
pub(crate) async fn fill(
    connection: &mut Connection,
    migrations: &[Migration],
    settings: &Settings,
) -> Result<(), Reason> {
    for (number, new) in Migration::new_indexes(migrations) {
        loop {
            connection.set_deadline(settings.clock.instant() + settings.timeout);
            match fill_slice(connection, number.cast_signed(), new).await {
                Ok(Filled::All) => break,
                // It has waited for another server's slice for too long.
                Ok(Filled::Slice) | Err(FillFailure::Database(Failure::Conflict)) => {}
                Err(FillFailure::Database(failure)) => return Err(failure.into()),
                Err(FillFailure::Records(reason)) => return Err(reason),
            }
        }
    }
    Ok(())
}

/// Why a slice could not be filled.
enum FillFailure {
    Database(Failure),
    /// The records are damaged, or cannot have the index.
    Records(Reason),
}

impl From<Failure> for FillFailure {
    fn from(failure: Failure) -> Self {
        Self::Database(failure)
    }
}

impl From<tokio_postgres::Error> for FillFailure {
    fn from(error: tokio_postgres::Error) -> Self {
        Self::Database(error.into())
    }
}

async fn fill_slice(connection: &mut Connection, number: i32, new: &NewIndex) -> Result<Filled, FillFailure> {
    connection.command(BEGIN_WRITE).await?;
    let filled = fill_within(connection, number, new).await;
    let end = if filled.is_ok() { "COMMIT" } else { "ROLLBACK" };
    connection.command(end).await?;
    filled
}

async fn fill_within(
    connection: &mut Connection,
    number: i32,
    new: &NewIndex,
) -> Result<Filled, FillFailure> {
    let progress = connection.query(PROGRESS, vec![Box::new(number)]).await?;
    let Some(progress) = progress.first() else {
        return Ok(Filled::All);
    };
    let (after, before): (Vec<u8>, i64) = (progress.try_get(0)?, progress.try_get(1)?);
    let slice: Vec<Parameter> = vec![
        Box::new(after.clone()),
        Box::new(i64::try_from(SLICE).unwrap_or(i64::MAX)),
    ];
    let rows = connection.query(&Table::of(new.kind).slice, slice).await?;
    let (mut entries, mut keys) = (Vec::new(), Vec::<Vec<u8>>::new());
    let mut last = after;
    for row in &rows {
        let body: Vec<u8> = row.try_get(1)?;
        last = row.try_get(0)?;
        for entry in entries_of(new, &body)? {
            entries.push(entry);
            keys.push(last.clone());
        }
    }
    add_entries(connection, new, entries, keys).await?;
    let filled = before + i64::try_from(rows.len()).unwrap_or(i64::MAX);
    let is_done = rows.len() < SLICE;
    // A new database has no rows, which is not worth a line for each index.
    if (is_done && filled > 0) || before / LOGGED < filled / LOGGED {
        let index = table_of(new).name.as_str();
        tracing::info!(index, rows = filled, is_done, "an index is filled");
    }
    let advanced: Vec<Parameter> = vec![
        Box::new(number),
        Box::new(last),
        Box::new(filled),
        Box::new(is_done),
    ];
    connection.query(ADVANCE, advanced).await?;
    Ok(Filled::Slice)
}

fn entries_of(new: &NewIndex, body: &[u8]) -> Result<Vec<Vec<u8>>, FillFailure> {
    let entries = new.entries(body).map_err(|error| {
        let (kind, byte) = (new.kind.name, error.column());
        FillFailure::Records(Reason::Damaged(format!(
            "a {kind} record cannot be read at byte {byte}"
        )))
    })?;
    Ok(entries.iter().map(|entry| entry.as_bytes().to_vec()).collect())
}

async fn add_entries(
    connection: &mut Connection,
    new: &NewIndex,
    entries: Vec<Vec<u8>>,
    keys: Vec<Vec<u8>>,
) -> Result<(), FillFailure> {
    let index = table_of(new);
    let pairs = || -> Vec<Parameter> { vec![Box::new(entries.clone()), Box::new(keys.clone())] };
    connection.query(&index.insert_missing, pairs()).await?;
    let others = connection.query(&index.of_others, pairs()).await?;
    if others.is_empty() {
        Ok(())
    } else {
        Err(FillFailure::Records(Reason::Ambiguous(index.name.clone())))
    }
}
