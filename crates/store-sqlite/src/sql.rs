//! Running cached statements, and `SQLite`'s errors in the port's words.

use roster_store::StoreError;
use rusqlite::{Connection, Error, ErrorCode, Params, Result, Statement};

/// Executes a statement; tells how many rows it changed.
pub(crate) fn execute(connection: &Connection, sql: &str, params: impl Params) -> Result<usize> {
    connection.prepare_cached(sql)?.execute(params)
}

/// Asks a query.
pub(crate) fn query<T>(
    connection: &Connection,
    sql: &str,
    ask: impl FnOnce(&mut Statement<'_>) -> Result<T>,
) -> Result<T> {
    let mut statement = connection.prepare_cached(sql)?;
    ask(&mut statement)
}

/// What `SQLite` says. It names tables and columns but no values, since values are always bound and
/// never part of a statement.
#[expect(clippy::needless_pass_by_value, reason = "made for map_err")]
pub(crate) fn store_error(error: Error) -> StoreError {
    match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => StoreError::Full,
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => StoreError::Corrupt(error.to_string()),
        _ => StoreError::Engine(error.to_string()),
    }
}

/// Whether a row was refused because its key is there already.
pub(crate) fn is_conflict(error: &Error) -> bool {
    error.sqlite_error_code() == Some(ErrorCode::ConstraintViolation)
}
