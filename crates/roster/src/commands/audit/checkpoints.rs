//! The checkpoints of an audit whose older records were removed.

use roster_domain::audit::REGISTER;
use roster_service::audit_checkpoints::checkpoints;
use roster_store::{AuditLog, Checkpoints};

use crate::arguments::KeyPlace;
use crate::master_key_file::KeyFile;
use crate::{engine, offline};

/// The checkpoints that are sealed with a master key; none if every chain begins with its first record, so that the file of the
/// master keys is needed only where records were removed.
pub(super) fn read(log: &mut dyn AuditLog, place: &KeyPlace) -> anyhow::Result<Checkpoints> {
    if are_complete(log)? {
        return Ok(Checkpoints::default());
    }
    let file = KeyFile::of(place);
    let secret_ciphers = file.require()?.secret_ciphers();
    let store = engine::open_read_only(&place.data, &place.records)?;
    Ok(offline::runtime()?.block_on(checkpoints(&*store, &secret_ciphers))?)
}

/// Whether every chain has its first record.
fn are_complete(log: &mut dyn AuditLog) -> anyhow::Result<bool> {
    for chain_head in log.chains()? {
        let first = log.after(&chain_head.chain, 0, 1)?;
        let begins = first.first().map_or(0, |first| first.sequence);
        if chain_head.chain != REGISTER && begins != chain_head.head.sequence.min(1) {
            return Ok(false);
        }
    }
    Ok(true)
}
