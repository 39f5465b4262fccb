//! The own audit chain in its tables, and a reader of all chains.

use std::path::Path;

use roster_domain::audit::{Hash, Head, Left, Sealed};
use roster_store::{AuditLog, StoreError};
use rusqlite::{Connection, OptionalExtension, Result, Row};

use crate::moved;
use crate::open::{self, OpenError};
use crate::sql::{execute, query, store_error};

const APPEND: &str = "INSERT INTO audit (sequence, hash, body) VALUES (?1, ?2, ?3)";
/// The records, and apart from them where the chain was left: only so does it show when records
/// are missing at the end.
pub(crate) const TABLES: &str = "
    CREATE TABLE audit (sequence INTEGER PRIMARY KEY, hash BLOB NOT NULL, body BLOB NOT NULL);
    CREATE TABLE audit_head (sequence INTEGER NOT NULL, hash BLOB NOT NULL);
    INSERT INTO audit_head VALUES (0, zeroblob(32));";

/// The name of the chain that is gone on with here: it needs none.
const OWN: &str = "";
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

pub(crate) fn to_head(row: &Row<'_>) -> Result<Head> {
    Ok(Head {
        sequence: row.get::<_, i64>(0)?.cast_unsigned(),
        hash: Hash(row.get(1)?),
    })
}

/// The records of all chains in front of a number, the newest first. The own chain goes on behind what
/// came from elsewhere.
pub(crate) fn before(connection: &Connection, number: u64, limit: usize) -> Result<Vec<Sealed>> {
    let moved = moved::last_position(connection)?.cast_unsigned();
    let mut found = stretch(connection, BEFORE, number.saturating_sub(moved), limit)?;
    for record in &mut found {
        record.sequence += moved;
    }
    if moved > 0 {
        let limit = limit - found.len();
        found.extend(moved::before(connection, number.min(moved + 1), limit)?);
    }
    Ok(found)
}

/// A part of the own chain.
fn stretch(connection: &Connection, sql: &str, sequence: u64, limit: usize) -> Result<Vec<Sealed>> {
    let sequence = i64::try_from(sequence).unwrap_or(i64::MAX);
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    query(connection, sql, |statement| {
        statement.query_map((sequence, limit), to_sealed)?.collect()
    })
}

pub(crate) fn to_sealed(row: &Row<'_>) -> Result<Sealed> {
    let head = to_head(row)?;
    Ok(Sealed {
        sequence: head.sequence,
        body: row.get(2)?,
        hash: head.hash,
    })
}

/// Where each chain was left: those that came from elsewhere, and the own one, which has no name.
/// Whoever writes is alone, so that there is one.
pub(crate) fn chains(connection: &Connection) -> Result<Vec<Left>> {
    let mut chains = moved::chains(connection)?;
    let (chain, head) = (OWN.to_owned(), stored_head(connection)?);
    chains.push(Left { chain, head });
    Ok(chains)
}

/// The records of a chain behind a number, with their positions if they came from elsewhere.
pub(crate) fn after(
    connection: &Connection,
    chain: &str,
    sequence: u64,
    limit: usize,
) -> Result<Vec<(Sealed, Option<i64>)>> {
    if chain == OWN {
        let records = stretch(connection, AFTER, sequence, limit)?;
        return Ok(records.into_iter().map(|sealed| (sealed, None)).collect());
    }
    let bounded = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
    moved::after(connection, chain, bounded(sequence), bounded(limit as u64))
}

/// The audit chains of a file. A server may have the file open, and go on writing.
pub struct SqliteAudit {
    connection: Connection,
}

impl SqliteAudit {
    /// Opens the chains of the file at a path, which must be there.
    pub fn open(path: &Path) -> std::result::Result<Self, OpenError> {
        open::to_look(path).map(|connection| Self { connection })
    }
}

impl AuditLog for SqliteAudit {
    fn chains(&mut self) -> std::result::Result<Vec<Left>, StoreError> {
        chains(&self.connection).map_err(store_error)
    }

    fn after(
        &mut self,
        chain: &str,
        sequence: u64,
        limit: usize,
    ) -> std::result::Result<Vec<Sealed>, StoreError> {
        let records = after(&self.connection, chain, sequence, limit).map_err(store_error)?;
        Ok(records.into_iter().map(|(sealed, _)| sealed).collect())
    }
}
