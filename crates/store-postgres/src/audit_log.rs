//! Reading the audit chains from outside a server.

use roster_domain::audit::{ChainHead, ChainedRecord};
use roster_store::{AuditLog, StoreError};
use tokio::runtime::Runtime;

use crate::audit_row::{to_chain_head, to_chained_record};
use crate::connection::{Connection, Parameter};
use crate::failure::Failure;
use crate::migrate::{PERSONAL_VALUES, check};
use crate::open_error::{OpenError, Reason};
use crate::runtime::{on_other_thread, runtime};
use crate::settings::Settings;

pub(crate) const CHAINS: &str = "SELECT sequence, hash, chain FROM audit_chain ORDER BY opened";
const AFTER: &str = "SELECT sequence, hash, body, personal FROM audit \
    WHERE chain = $1 AND sequence > $2 ORDER BY sequence LIMIT $3";
const AFTER_WITHOUT_PERSONAL_VALUES: &str = "SELECT sequence, hash, body, NULL::bytea FROM audit \
    WHERE chain = $1 AND sequence > $2 ORDER BY sequence LIMIT $3";

/// The audit chains of a database. Servers may go on writing.
pub struct PostgresAudit {
    /// `None` only while it is dropped.
    runtime: Option<Runtime>,
    connection: Connection,
    /// The statement that reads records: those of an older version have no personal values beside them.
    after: &'static str,
}

impl PostgresAudit {
    /// Connects to a database with records.
    ///
    /// # Errors
    ///
    /// If no server is reached, the database has no records, or a newer version wrote them.
    pub fn open(settings: &Settings) -> Result<Self, OpenError> {
        let runtime = runtime()?;
        let opening = async {
            let mut connection = Connection::open(settings).await?;
            let layout = check(&mut connection).await?;
            let after = if layout < PERSONAL_VALUES {
                AFTER_WITHOUT_PERSONAL_VALUES
            } else {
                AFTER
            };
            Ok((connection, after))
        };
        let (connection, after) = on_other_thread(|| runtime.block_on(opening))
            .unwrap_or_else(|_| Err(Reason::Failed("the connection panicked".to_owned())))?;
        Ok(Self {
            runtime: Some(runtime),
            connection,
            after,
        })
    }

    fn query(
        &mut self,
        sql: &'static str,
        parameters: Vec<Parameter>,
    ) -> Result<Vec<tokio_postgres::Row>, StoreError> {
        let (Some(runtime), connection) = (&self.runtime, &mut self.connection) else {
            return Err(StoreError::Stopped);
        };
        let rows = on_other_thread(|| runtime.block_on(connection.query(sql, parameters)));
        let rows = rows.map_err(|_| StoreError::Engine("a query of the audit panicked".to_owned()))?;
        Ok(rows?)
    }
}

impl Drop for PostgresAudit {
    /// The dropping thread may run a runtime, which must not wait for another.
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

impl AuditLog for PostgresAudit {
    fn chains(&mut self) -> Result<Vec<ChainHead>, StoreError> {
        let rows = self.query(CHAINS, Vec::new())?;
        let chains: Result<_, Failure> = rows.iter().map(to_chain_head).collect();
        Ok(chains?)
    }

    fn after(&mut self, chain: &str, sequence: u64, limit: usize) -> Result<Vec<ChainedRecord>, StoreError> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let parameters: Vec<Parameter> = vec![
            Box::new(chain.to_owned()),
            Box::new(sequence.cast_signed()),
            Box::new(limit),
        ];
        let rows = self.query(self.after, parameters)?;
        let chained = rows.iter().map(|row| Ok(to_chained_record(row)?));
        chained.collect()
    }
}
