//! The audit chain that this file's writer appends to. One process writes, so there is one such chain.

use roster_domain::audit::{AuditRecord, ChainedRecord, Head, Timestamp};
use roster_domain::random::Random;
use roster_store::StoreError;
use rusqlite::{Connection, OptionalExtension, Result};

use crate::audit_row::{bounded, to_chained_record, to_head};
use crate::sql::{execute, query};

/// The records, and separately where the chain ends: only that shows that records are missing at the end.
pub(crate) const TABLES: &str = "
    CREATE TABLE audit (sequence INTEGER PRIMARY KEY, hash BLOB NOT NULL, body BLOB NOT NULL);
    CREATE TABLE audit_head (sequence INTEGER NOT NULL, hash BLOB NOT NULL);
    INSERT INTO audit_head VALUES (0, zeroblob(32));";

/// The name of the chain. It needs none in its own file.
pub(crate) const NAME: &str = "";

const APPEND: &str = "INSERT INTO audit (sequence, hash, body, personal) VALUES (?1, ?2, ?3, ?4)";
const ERASE: &str = "UPDATE audit SET personal = NULL WHERE sequence = ?1";
const STORE_HEAD: &str = "UPDATE audit_head SET sequence = ?1, hash = ?2";
const HEAD: &str = "SELECT sequence, hash FROM audit_head";
const REMOVE: &str = "DELETE FROM audit WHERE sequence > ?1 AND sequence <= ?2";
const LAST: &str = "SELECT sequence, hash, body, personal FROM audit ORDER BY sequence DESC LIMIT 1";
const AFTER: &str =
    "SELECT sequence, hash, body, personal FROM audit WHERE sequence > ?1 ORDER BY sequence LIMIT ?2";
const BEFORE: &str =
    "SELECT sequence, hash, body, personal FROM audit WHERE sequence < ?1 ORDER BY sequence DESC LIMIT ?2";

/// The statements that run while a server serves, except those on the one row of the head and on the last record.
#[cfg(test)]
pub(crate) const STATEMENTS: &[&str] = &[APPEND, ERASE, REMOVE, AFTER, BEFORE];

/// Where the chain goes on.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct ChainEnd {
    pub(crate) head: Head,
    /// The time before which no record may be.
    pub(crate) latest: Timestamp,
}

impl ChainEnd {
    /// Goes on by a record, and returns that as it is stored.
    pub(crate) fn link(
        &mut self,
        record: AuditRecord,
        random: &dyn Random,
    ) -> Result<ChainedRecord, StoreError> {
        let time = record.time.max(self.latest);
        let record = if time == record.time {
            record
        } else {
            record.at(time)
        };
        let split = record.split(random);
        let split = split.map_err(|error| StoreError::Engine(error.to_string()))?;
        self.latest = time;
        Ok(self.head.append_split(split))
    }
}

/// Adds records.
pub(crate) fn append(connection: &Connection, records: &[ChainedRecord]) -> Result<()> {
    query(connection, APPEND, |statement| {
        records.iter().try_for_each(|record| {
            let sequence = record.sequence.cast_signed();
            statement
                .execute((sequence, record.hash.0, &record.body, &record.personal))
                .map(drop)
        })
    })
}

/// Erases the personal values of a record.
pub(crate) fn erase(connection: &Connection, sequence: u64) -> Result<()> {
    execute(connection, ERASE, [bounded(sequence)]).map(drop)
}

/// Removes the records behind a number, up to another.
pub(crate) fn remove(connection: &Connection, after: u64, until: u64) -> Result<()> {
    execute(connection, REMOVE, (bounded(after), bounded(until))).map(drop)
}

/// Stores the head: once per commit, not per record.
pub(crate) fn store_head(connection: &Connection, head: &Head) -> Result<()> {
    execute(connection, STORE_HEAD, (head.sequence.cast_signed(), head.hash.0)).map(drop)
}

/// The head as it was stored last.
pub(crate) fn stored_head(connection: &Connection) -> Result<Head> {
    query(connection, HEAD, |statement| statement.query_one([], to_head))
}

/// The last record.
pub(crate) fn last(connection: &Connection) -> Result<Option<ChainedRecord>> {
    query(connection, LAST, |statement| {
        statement.query_one([], to_chained_record).optional()
    })
}

/// At most `limit` records behind a sequence number, the oldest first.
pub(crate) fn after(connection: &Connection, sequence: u64, limit: usize) -> Result<Vec<ChainedRecord>> {
    records(connection, AFTER, sequence, limit)
}

/// At most `limit` records in front of a sequence number, the newest first.
pub(crate) fn before(connection: &Connection, sequence: u64, limit: usize) -> Result<Vec<ChainedRecord>> {
    records(connection, BEFORE, sequence, limit)
}

fn records(connection: &Connection, sql: &str, sequence: u64, limit: usize) -> Result<Vec<ChainedRecord>> {
    query(connection, sql, |statement| {
        let bounds = (bounded(sequence), bounded(limit as u64));
        statement.query_map(bounds, to_chained_record)?.collect()
    })
}
