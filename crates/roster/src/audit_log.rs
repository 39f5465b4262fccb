//! The records of an audit trail, one after the other.

use std::path::Path;

use anyhow::Context;
use roster_domain::audit::AuditRecord;
use roster_store::AuditLog;
use roster_store_sqlite::SqliteAudit;

use crate::data_dir::DataDir;

/// How many records are read at once.
const CHUNK: usize = 1000;
/// SQLite has one chain, without a name.
const ONLY_CHAIN: &str = "";

/// Hands every record of a data directory's audit trail to `look`, oldest first, until it says that
/// it has seen enough.
pub(crate) fn each_record(
    data_dir: &Path,
    mut look: impl FnMut(AuditRecord) -> anyhow::Result<Seen>,
) -> anyhow::Result<()> {
    let mut log = SqliteAudit::open(&DataDir::new(data_dir).database())?;
    let mut after = 0;
    loop {
        let records = log.after(ONLY_CHAIN, after, CHUNK)?;
        let Some(last) = records.last() else {
            return Ok(());
        };
        after = last.sequence;
        for sealed in &records {
            let record = serde_json::from_slice(&sealed.body)
                .with_context(|| format!("record {} cannot be read", sealed.sequence))?;
            if look(record)? == Seen::Enough {
                return Ok(());
            }
        }
    }
}

/// Whether there is more to look for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Seen {
    /// There is.
    More,
    /// There is not.
    Enough,
}
