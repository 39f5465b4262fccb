//! Cached statements, and SQLite's errors as the port's.

use roster_store::StoreError;
use rusqlite::{Connection, Error, ErrorCode, Params, Result, Statement};

/// Executes a statement; returns how many rows it changed.
pub(crate) fn execute(connection: &Connection, sql: &str, params: impl Params) -> Result<usize> {
    connection.prepare_cached(sql)?.execute(params)
}

/// Prepares a query and runs it.
pub(crate) fn query<T>(
    connection: &Connection,
    sql: &str,
    run: impl FnOnce(&mut Statement<'_>) -> Result<T>,
) -> Result<T> {
    let mut statement = connection.prepare_cached(sql)?;
    run(&mut statement)
}

/// An error of SQLite as the port's. Its text names tables and columns but no values, because values are
/// always bound and never part of a statement.
#[expect(clippy::needless_pass_by_value, reason = "made for map_err")]
pub(crate) fn store_error(error: Error) -> StoreError {
    match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => StoreError::Full,
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => StoreError::Corrupt(error.to_string()),
        _ => StoreError::Engine(error.to_string()),
    }
}

/// Fails unless a statement has changed exactly one row.
pub(crate) fn expect_one_row(count: usize, kind: &str) -> std::result::Result<(), StoreError> {
    match count {
        1 => Ok(()),
        _ => Err(StoreError::no_such(kind)),
    }
}

/// Whether a row was refused because its key exists.
pub(crate) fn is_conflict(error: &Error) -> bool {
    error.sqlite_error_code() == Some(ErrorCode::ConstraintViolation)
}
