//! The audit as it is in a snapshot of a database.

use roster_domain::audit::{ChainHead, ChainedRecord};
use roster_store::copy::Source;
use roster_store::{AuditLog, StoreError};

/// A snapshot, as an audit that does not grow.
pub(super) struct Snapshot(pub(super) Box<dyn Source>);

impl AuditLog for Snapshot {
    fn chains(&mut self) -> Result<Vec<ChainHead>, StoreError> {
        self.0.chains()
    }

    fn after(&mut self, chain: &str, sequence: u64, limit: usize) -> Result<Vec<ChainedRecord>, StoreError> {
        let records = self.0.records(chain, sequence, limit)?;
        Ok(records.into_iter().map(|record| record.chained).collect())
    }
}
