//! Rows of audit tables.

use roster_domain::audit::{ChainHead, ChainedRecord, Head};
use roster_store::StoreError;
use tokio_postgres::Row;

use crate::failure::Failure;

/// A record, out of a row of sequence, hash, body and personal values.
pub(crate) fn to_chained_record(row: &Row) -> Result<ChainedRecord, Failure> {
    let head = to_head(row)?;
    Ok(ChainedRecord {
        sequence: head.sequence,
        hash: head.hash,
        body: row.try_get(2)?,
        personal: row.try_get(3)?,
    })
}

/// A chain and its head, out of a row of sequence, hash and name.
pub(crate) fn to_chain_head(row: &Row) -> Result<ChainHead, Failure> {
    let (head, chain) = (to_head(row)?, row.try_get::<_, String>(2)?);
    if chain.is_empty() {
        // No chain here is without a name: the register could not name it.
        let text = "a chain of the audit has no name".to_owned();
        return Err(StoreError::Corrupt(text).into());
    }
    Ok(ChainHead { chain, head })
}

/// A head, out of a row of sequence and hash.
pub(crate) fn to_head(row: &Row) -> Result<Head, Failure> {
    let (sequence, hash): (i64, Vec<u8>) = (row.try_get(0)?, row.try_get(1)?);
    let mut head = Head {
        sequence: sequence.cast_unsigned(),
        ..Head::default()
    };
    if hash.len() != head.hash.0.len() {
        let text = "a hash of the audit has not 32 bytes".to_owned();
        return Err(StoreError::Corrupt(text).into());
    }
    head.hash.0.copy_from_slice(&hash);
    Ok(head)
}
