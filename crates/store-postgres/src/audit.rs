//! Reading the audit chains, from outside of a running roster.

use roster_domain::audit::{Left, Sealed};
use roster_store::{AuditLog, StoreError};
use tokio::runtime::Runtime;

use crate::chain::{to_head, to_sealed};
use crate::connection::{Connection, Parameter};
use crate::failure::Failure;
use crate::migrate::check;
use crate::settings::Settings;
use crate::store::{OpenError, Reason, apart, runtime};

const CHAINS: &str = "SELECT sequence, hash, chain FROM audit_chain ORDER BY opened";
const AFTER: &str =
    "SELECT sequence, hash, body FROM audit WHERE chain = $1 AND sequence > $2 ORDER BY sequence LIMIT $3";

/// The audit chains of a database. Servers may go on writing meanwhile.
pub struct PostgresAudit {
    /// None at the end only.
    runtime: Option<Runtime>,
    connection: Connection,
}

impl PostgresAudit {
    /// Opens the chains of a database, which must be there.
    ///
    /// # Errors
    ///
    /// If no server is reached, or what is there is too new, or nothing.
    pub fn open(settings: &Settings) -> Result<Self, OpenError> {
        let runtime = runtime()?;
        let opening = async {
            let mut connection = Connection::open(settings).await?;
            check(&mut connection).await?;
            Ok(connection)
        };
        let connection = apart(|| runtime.block_on(opening))
            .unwrap_or_else(|_| Err(Reason::Failed("the connection panicked".to_owned())))?;
        Ok(Self {
            runtime: Some(runtime),
            connection,
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
        let asked = apart(|| runtime.block_on(connection.query(sql, parameters)));
        let asked =
            asked.map_err(|_| StoreError::Engine("a question to the database panicked".to_owned()))?;
        Ok(asked?)
    }
}

impl Drop for PostgresAudit {
    /// Whoever lets go may be in a runtime, which must not wait for another.
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

impl AuditLog for PostgresAudit {
    fn chains(&mut self) -> Result<Vec<Left>, StoreError> {
        let rows = self.query(CHAINS, Vec::new())?;
        let left = rows.iter().map(|row| {
            let head = to_head(row)?;
            let chain = row.try_get(2).map_err(Failure::from)?;
            Ok(Left { chain, head })
        });
        left.collect()
    }

    fn after(&mut self, chain: &str, sequence: u64, limit: usize) -> Result<Vec<Sealed>, StoreError> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let parameters: Vec<Parameter> = vec![
            Box::new(chain.to_owned()),
            Box::new(sequence.cast_signed()),
            Box::new(limit),
        ];
        let rows = self.query(AFTER, parameters)?;
        let sealed = rows.iter().map(|row| Ok(to_sealed(row)?));
        sealed.collect()
    }
}
