//! The audit chain in its tables, and its reader.

use std::path::Path;

use roster_domain::audit::{Hash, Head, Left, Sealed};
use roster_store::{AuditLog, StoreError};
use rusqlite::{Connection, OptionalExtension, Result, Row};

use crate::open::{self, OpenError};
use crate::sql::{execute, query, store_error};

const APPEND: &str = "INSERT INTO audit (sequence, hash, body) VALUES (?1, ?2, ?3)";
/// The records, and apart from them where the chain was left: only so does it show when records
/// are missing at the end.
pub(crate) const TABLES: &str = "
    CREATE TABLE audit (sequence INTEGER PRIMARY KEY, hash BLOB NOT NULL, body BLOB NOT NULL);
    CREATE TABLE audit_head (sequence INTEGER NOT NULL, hash BLOB NOT NULL);
    INSERT INTO audit_head VALUES (0, zeroblob(32));";

const STORE_HEAD: &str = "UPDATE audit_head SET sequence = ?1, hash = ?2";
const HEAD: &str = "SELECT sequence, hash FROM audit_head";
const LAST: &str = "SELECT sequence, hash FROM audit ORDER BY sequence DESC LIMIT 1";
const AFTER: &str = "SELECT sequence, hash, body FROM audit WHERE sequence > ?1 ORDER BY sequence LIMIT ?2";
const BEFORE: &str =
    "SELECT sequence, hash, body FROM audit WHERE sequence < ?1 ORDER BY sequence DESC LIMIT ?2";

/// Adds records.
pub(crate) fn append(connection: &Connection, records: &[Sealed]) -> Result<()> {
    query(connection, APPEND, |statement| {
        records.iter().try_for_each(|record| {
            let sequence = record.sequence.cast_signed();
            statement
                .execute((sequence, record.hash.0, &record.body))
                .map(drop)
        })
    })
}

/// Writes down where the chain ends. Done once per commit, not per record.
pub(crate) fn store_head(connection: &Connection, head: &Head) -> Result<()> {
    execute(connection, STORE_HEAD, (head.sequence.cast_signed(), head.hash.0)).map(drop)
}

/// Where the chain was left.
pub(crate) fn stored_head(connection: &Connection) -> Result<Head> {
    query(connection, HEAD, |statement| statement.query_one([], to_head))
}

/// Where the chain ends.
pub(crate) fn last(connection: &Connection) -> Result<Head> {
    let last = query(connection, LAST, |statement| {
        statement.query_one([], to_head).optional()
    })?;
    Ok(last.unwrap_or_default())
}

fn to_head(row: &Row<'_>) -> Result<Head> {
    Ok(Head {
        sequence: row.get::<_, i64>(0)?.cast_unsigned(),
        hash: Hash(row.get(1)?),
    })
}

/// The records behind a number, in order.
fn after(connection: &Connection, sequence: u64, limit: usize) -> Result<Vec<Sealed>> {
    stretch(connection, AFTER, sequence, limit)
}

/// The records in front of a number, the newest first.
pub(crate) fn before(connection: &Connection, sequence: u64, limit: usize) -> Result<Vec<Sealed>> {
    stretch(connection, BEFORE, sequence, limit)
}

fn stretch(connection: &Connection, sql: &str, sequence: u64, limit: usize) -> Result<Vec<Sealed>> {
    let sequence = i64::try_from(sequence).unwrap_or(i64::MAX);
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    query(connection, sql, |statement| {
        statement.query_map((sequence, limit), to_sealed)?.collect()
    })
}

fn to_sealed(row: &Row<'_>) -> Result<Sealed> {
    let head = to_head(row)?;
    Ok(Sealed {
        sequence: head.sequence,
        body: row.get(2)?,
        hash: head.hash,
    })
}

/// The audit chain of a file. A server may have the file open, and go on writing.
pub struct SqliteAudit {
    connection: Connection,
}

impl SqliteAudit {
    /// Opens the chain of the file at a path, which must be there.
    pub fn open(path: &Path) -> std::result::Result<Self, OpenError> {
        open::to_look(path).map(|connection| Self { connection })
    }
}

impl AuditLog for SqliteAudit {
    /// One: whoever writes is alone.
    fn chains(&mut self) -> std::result::Result<Vec<Left>, StoreError> {
        let head = stored_head(&self.connection).map_err(store_error)?;
        let chain = String::new();
        Ok(vec![Left { chain, head }])
    }

    fn after(
        &mut self,
        _chain: &str,
        sequence: u64,
        limit: usize,
    ) -> std::result::Result<Vec<Sealed>, StoreError> {
        after(&self.connection, sequence, limit).map_err(store_error)
    }
}
