//! Audit chains that `roster copy` has brought from another store. They do not grow.
//!
//! Their records keep their positions among each other, and all come before those of the own chain. A file of
//! an older Roster may lack the tables.

use roster_domain::audit::{ChainHead, ChainedRecord, Head};
use rusqlite::{Connection, OptionalExtension, Result};

use crate::audit_row::{bounded, to_chained_record, to_head};
use crate::sql::{execute, query};

/// The position behind which the numbers of the own chain begin, although imported records were removed.
pub(crate) const END: &str =
    "CREATE TABLE moved_end (position INTEGER NOT NULL); INSERT INTO moved_end VALUES (0);";

/// The records, and the head of each chain. The records of the register have no position.
pub(crate) const TABLES: &str = "
    CREATE TABLE moved_audit (chain TEXT NOT NULL, sequence INTEGER NOT NULL, position INTEGER UNIQUE,
        hash BLOB NOT NULL, body BLOB NOT NULL, PRIMARY KEY (chain, sequence));
    CREATE TABLE moved_chain (chain TEXT PRIMARY KEY, opened INTEGER NOT NULL, sequence INTEGER NOT NULL,
        hash BLOB NOT NULL);";

const CHAINS: &str = "SELECT sequence, hash, chain FROM moved_chain ORDER BY opened";
const AFTER: &str = "SELECT sequence, hash, body, personal, position FROM moved_audit \
    WHERE chain = ?1 AND sequence > ?2 ORDER BY sequence LIMIT ?3";
const LAST: &str = "SELECT sequence, hash FROM moved_audit WHERE chain = ?1 ORDER BY sequence DESC LIMIT 1";
/// The end of the imported records, those that were removed too.
const LAST_POSITION: &str =
    "SELECT max(position, (SELECT coalesce(max(position), 0) FROM moved_audit)) FROM moved_end";
const KEEP_END: &str =
    "UPDATE moved_end SET position = max(position, (SELECT coalesce(max(position), 0) FROM moved_audit))";
const REMOVE: &str = "DELETE FROM moved_audit WHERE chain = ?1 AND sequence > ?2 AND sequence <= ?3";
const BEFORE: &str = "SELECT position, hash, body, personal FROM moved_audit WHERE position < ?1 ORDER BY position DESC LIMIT ?2";
const ERASE: &str = "UPDATE moved_audit SET personal = NULL WHERE position = ?1";

/// The statements that run while a server serves, except the one that reads every chain, and those on the one row of the end.
#[cfg(test)]
pub(crate) const STATEMENTS: &[&str] = &[AFTER, LAST, BEFORE, ERASE, REMOVE];

/// Whether the tables exist.
fn has_tables(connection: &Connection) -> Result<bool> {
    // A view may stand for it.
    connection.table_exists(Some("main"), "moved_audit")
}

/// The head of each chain, in the order in which they were opened.
pub(crate) fn chains(connection: &Connection) -> Result<Vec<ChainHead>> {
    if !has_tables(connection)? {
        return Ok(Vec::new());
    }
    query(connection, CHAINS, |statement| {
        let chain_head = statement.query_map([], |row| {
            let (chain, head) = (row.get(2)?, to_head(row)?);
            Ok(ChainHead { chain, head })
        });
        chain_head?.collect()
    })
}

/// At most `limit` records of a chain behind a sequence number, with their positions.
pub(crate) fn after(
    connection: &Connection,
    chain: &str,
    sequence: i64,
    limit: i64,
) -> Result<Vec<(ChainedRecord, Option<i64>)>> {
    if !has_tables(connection)? {
        return Ok(Vec::new());
    }
    query(connection, AFTER, |statement| {
        let records = statement.query_map((chain, sequence, limit), |row| {
            Ok((to_chained_record(row)?, row.get(4)?))
        });
        records?.collect()
    })
}

/// The last record of a chain.
pub(crate) fn last(connection: &Connection, chain: &str) -> Result<Option<Head>> {
    query(connection, LAST, |statement| {
        statement.query_one([chain], to_head).optional()
    })
}

/// The highest position of a record; 0 if there is none.
pub(crate) fn last_position(connection: &Connection) -> Result<i64> {
    if !has_tables(connection)? {
        return Ok(0);
    }
    query(connection, LAST_POSITION, |statement| {
        statement.query_one([], |row| row.get(0))
    })
}

/// At most `limit` records of all chains in front of a position, the newest first, numbered by position.
pub(crate) fn before(connection: &Connection, position: u64, limit: usize) -> Result<Vec<ChainedRecord>> {
    query(connection, BEFORE, |statement| {
        let bounds = (bounded(position), bounded(limit as u64));
        statement.query_map(bounds, to_chained_record)?.collect()
    })
}

/// Erases the personal values of the record at a position.
pub(crate) fn erase(connection: &Connection, position: u64) -> Result<()> {
    execute(connection, ERASE, [bounded(position)]).map(drop)
}

/// Removes the records of a chain behind a number, up to another.
pub(crate) fn remove(connection: &Connection, chain: &str, after: u64, until: u64) -> Result<()> {
    execute(connection, KEEP_END, [])?;
    execute(connection, REMOVE, (chain, bounded(after), bounded(until))).map(drop)
}
