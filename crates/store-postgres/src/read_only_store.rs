//! Reading a database that servers may be writing to.

use std::sync::Arc;

use roster_store::{BoxFuture, ReadKind, Store, StoreError, Work};

use crate::engine::Engine;
use crate::first_connection::on_first_connection;
use crate::migrate::check;
use crate::open_error::OpenError;
use crate::options::Options;
use crate::settings::Settings;

/// A database that is only read. Servers may go on writing to it.
pub struct PostgresReadOnlyStore(Engine);

impl PostgresReadOnlyStore {
    /// Connects to a database with records.
    ///
    /// # Errors
    ///
    /// If no server is reached, the database has no records, or a newer version wrote them.
    pub fn open(settings: Settings) -> Result<Self, OpenError> {
        on_first_connection(&settings, async |connection| check(connection).await.map(drop))?;
        let options = Options {
            batch_limit: 1,
            committers: 0,
            readers: 0,
            long_scan_readers: 0,
            ..Options::default()
        };
        Ok(Self(Engine::start(&Arc::new(settings), &options)?))
    }
}

impl Store for PostgresReadOnlyStore {
    fn read(&self, _: ReadKind, work: Box<dyn Work>) {
        self.0.give(&self.0.scans, work);
    }

    fn write(&self, work: Box<dyn Work>) {
        work.finish(Err(StoreError::read_only_store()));
    }

    fn stop(&self) -> BoxFuture<'static, ()> {
        self.0.stop()
    }
}
