//! Reading a file that a server may be writing to.

use std::path::Path;
use std::sync::{Mutex, PoisonError};

use roster_store::{BoxFuture, ReadKind, Store, StoreError, Work};
use rusqlite::Connection;

use crate::budget::Budget;
use crate::open_error::OpenError;
use crate::queued_work::QueuedWork;
use crate::row_cache::RowCache;
use crate::{open, readers};

/// A file that is only read. A server may have the file open and go on writing.
pub struct SqliteReadOnlyStore {
    connection: Mutex<Connection>,
    /// Closed, because another process may write to the file.
    cache: RowCache,
}

impl SqliteReadOnlyStore {
    /// Opens the file at a path.
    ///
    /// # Errors
    ///
    /// If the file is missing, damaged, not ours, or of a newer version.
    pub fn open(path: &Path) -> Result<Self, OpenError> {
        let connection = open::to_read(path)?;
        let cache = RowCache::new();
        cache.close();
        Ok(Self {
            connection: Mutex::new(connection),
            cache,
        })
    }
}

impl Store for SqliteReadOnlyStore {
    fn read(&self, _: ReadKind, work: Box<dyn Work>) {
        let mut work = QueuedWork::new(work);
        let mut connection = self.connection.lock().unwrap_or_else(PoisonError::into_inner);
        let read = readers::read(&mut connection, &self.cache, &mut work, Budget::UNLIMITED);
        work.finish(read.map(drop));
    }

    fn write(&self, work: Box<dyn Work>) {
        work.finish(Err(StoreError::read_only()));
    }

    fn stop(&self) -> BoxFuture<'static, ()> {
        Box::pin(async {})
    }
}
