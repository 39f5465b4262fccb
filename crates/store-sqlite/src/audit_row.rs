//! Rows of audit tables.

use roster_domain::audit::{ChainedRecord, Hash, Head};
use rusqlite::{Result, Row};

/// A head, out of a row of sequence and hash.
pub(crate) fn to_head(row: &Row<'_>) -> Result<Head> {
    Ok(Head {
        sequence: row.get::<_, i64>(0)?.cast_unsigned(),
        hash: Hash(row.get(1)?),
    })
}

/// A record, out of a row of sequence, hash, body and personal values.
pub(crate) fn to_chained_record(row: &Row<'_>) -> Result<ChainedRecord> {
    let head = to_head(row)?;
    Ok(ChainedRecord {
        sequence: head.sequence,
        body: row.get(2)?,
        hash: head.hash,
        personal: row.get(3)?,
    })
}

/// A number as SQLite takes it.
pub(crate) fn bounded(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
