//! All audit chains of a file: the imported ones and its own.

use roster_domain::audit::{ChainHead, ChainedRecord};
use rusqlite::{Connection, Result};

use crate::audit_row::bounded;
use crate::{imported_chains, own_chain};

/// The head of each chain: the imported ones, then the file's own.
pub(crate) fn chains(connection: &Connection) -> Result<Vec<ChainHead>> {
    let mut chains = imported_chains::chains(connection)?;
    let (chain, head) = (own_chain::NAME.to_owned(), own_chain::stored_head(connection)?);
    chains.push(ChainHead { chain, head });
    Ok(chains)
}

/// At most `limit` records of a chain behind a sequence number, with their positions if they are imported.
pub(crate) fn after(
    connection: &Connection,
    chain: &str,
    sequence: u64,
    limit: usize,
) -> Result<Vec<(ChainedRecord, Option<i64>)>> {
    if chain == own_chain::NAME {
        let records = own_chain::after(connection, sequence, limit)?;
        return Ok(records.into_iter().map(|chained| (chained, None)).collect());
    }
    imported_chains::after(connection, chain, bounded(sequence), bounded(limit as u64))
}

/// At most `limit` records of all chains in front of a number, the newest first. The numbers of the own chain
/// follow those of the imported records.
pub(crate) fn before(connection: &Connection, number: u64, limit: usize) -> Result<Vec<ChainedRecord>> {
    let imported = imported_chains::last_position(connection)?.cast_unsigned();
    let mut found = own_chain::before(connection, number.saturating_sub(imported), limit)?;
    for record in &mut found {
        record.sequence += imported;
    }
    if imported > 0 {
        let limit = limit - found.len();
        found.extend(imported_chains::before(
            connection,
            number.min(imported + 1),
            limit,
        )?);
    }
    Ok(found)
}

/// Erases the personal values of records, by their numbers as [`before`] gives them.
pub(crate) fn erase(connection: &Connection, numbers: &[u64]) -> Result<()> {
    let imported = imported_chains::last_position(connection)?.cast_unsigned();
    numbers
        .iter()
        .try_for_each(|number| match number.checked_sub(imported) {
            Some(sequence @ 1..) => own_chain::erase(connection, sequence),
            Some(0) | None => imported_chains::erase(connection, *number),
        })
}

/// Removes the records of a chain behind a number, up to another.
pub(crate) fn remove(connection: &Connection, chain: &str, after: u64, until: u64) -> Result<()> {
    if chain == own_chain::NAME {
        own_chain::remove(connection, after, until)
    } else {
        imported_chains::remove(connection, chain, after, until)
    }
}
