//! Reading the audit chains of a file from outside a server.

use std::path::Path;

use roster_domain::audit::{ChainHead, ChainedRecord};
use roster_store::{AuditLog, StoreError};
use rusqlite::Connection;

use crate::audit_chains;
use crate::open;
use crate::open_error::OpenError;
use crate::sql::store_error;

/// The audit chains of a file. A server may have the file open and go on writing.
pub struct SqliteAudit {
    connection: Connection,
}

impl SqliteAudit {
    /// Opens the chains of the file at a path.
    ///
    /// # Errors
    ///
    /// If the file is missing, damaged, not ours, or of a newer version.
    pub fn open(path: &Path) -> Result<Self, OpenError> {
        open::to_read(path).map(|connection| Self { connection })
    }
}

impl AuditLog for SqliteAudit {
    fn chains(&mut self) -> Result<Vec<ChainHead>, StoreError> {
        audit_chains::chains(&self.connection).map_err(store_error)
    }

    fn after(&mut self, chain: &str, sequence: u64, limit: usize) -> Result<Vec<ChainedRecord>, StoreError> {
        let records = audit_chains::after(&self.connection, chain, sequence, limit).map_err(store_error)?;
        Ok(records.into_iter().map(|(chained, _)| chained).collect())
    }
}
