//! The mark of an unfinished copy: a table that exists until the copy is finished.

use rusqlite::{Connection, Result};

const TABLE: &str = "unfinished_copy";

/// Whether a copy into this file was begun and not finished.
pub(crate) fn is_set(connection: &Connection) -> Result<bool> {
    connection.table_exists(None, TABLE)
}

pub(crate) fn set(connection: &Connection) -> Result<()> {
    connection.execute_batch("CREATE TABLE unfinished_copy (id INTEGER PRIMARY KEY)")
}

pub(crate) fn remove(connection: &Connection) -> Result<()> {
    connection.execute_batch("DROP TABLE unfinished_copy")
}
