//! The engine: the port's [`Store`] on a database.

use std::sync::Arc;

use roster_store::{BoxFuture, ReadKind, Store, StoreError, StoreMetrics, Work};

use crate::copy_mark;
use crate::engine::Engine;
use crate::fill::fill;
use crate::first_connection::{on_first_connection, require_durability};
use crate::migrate::migrate;
use crate::open_error::OpenError;
use crate::options::Options;
use crate::settings::Settings;

/// Records in PostgreSQL. Clones are the same store; dropping the last one waits for running work.
#[derive(Clone)]
pub struct PostgresStore(Arc<Engine>);

impl PostgresStore {
    /// Connects to a database, makes missing tables, and fills missing indexes.
    ///
    /// # Errors
    ///
    /// If no server that takes writes is reached, a newer version wrote the tables, or a server of an older version
    /// writes to them.
    pub fn open(settings: Settings, options: &Options) -> Result<Self, OpenError> {
        on_first_connection(&settings, async |connection| {
            migrate(connection, options.migrations).await?;
            require_durability(connection).await?;
            copy_mark::refuse_unfinished(connection).await?;
            fill(connection, options.migrations, &settings).await
        })?;
        let options = Options {
            batch_limit: options.batch_limit.max(1),
            committers: options.committers.max(1),
            readers: options.readers.max(1),
            long_scan_readers: options.long_scan_readers,
            migrations: options.migrations,
        };
        Ok(Self(Arc::new(Engine::start(&Arc::new(settings), &options)?)))
    }
}

impl Store for PostgresStore {
    fn read(&self, kind: ReadKind, work: Box<dyn Work>) {
        let queue = match kind {
            ReadKind::Point => &self.0.points,
            ReadKind::Scan => &self.0.scans,
        };
        self.0.give(queue, work);
    }

    fn write(&self, work: Box<dyn Work>) {
        self.0.give(&self.0.writes, work);
    }

    fn stop(&self) -> BoxFuture<'static, ()> {
        self.0.stop()
    }

    fn is_reachable(&self) -> bool {
        self.0.database.is_reachable()
    }

    fn has_other_writers(&self) -> bool {
        true
    }

    fn crash(&self) -> Option<StoreError> {
        self.0.database.crash()
    }

    fn crashed(&self) -> BoxFuture<'static, ()> {
        self.0.database.crashed()
    }

    fn metrics(&self) -> StoreMetrics {
        self.0.database.counters.metrics()
    }
}
