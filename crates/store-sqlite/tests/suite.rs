//! The port's suite, on a file and in memory.

use roster_store::copy::{Source, Target};
use roster_store::{AuditLog, Store};
use roster_store_sqlite::{Options, SqliteAudit, SqliteStore, copy};
use roster_store_testing::suite::Engine;
use tempfile::TempDir;

struct InAFile {
    store: SqliteStore,
    directory: TempDir,
}

impl InAFile {
    fn open(directory: TempDir) -> Self {
        let store = SqliteStore::open(&directory.path().join("roster.db"), Options::default());
        Self {
            store: store.expect("a store"),
            directory,
        }
    }
}

impl Engine for InAFile {
    fn new() -> Self {
        Self::open(tempfile::tempdir().expect("a directory"))
    }

    fn store(&self) -> &dyn Store {
        &self.store
    }

    fn audit_log(&self) -> Option<Box<dyn AuditLog>> {
        let log = SqliteAudit::open(&self.directory.path().join("roster.db"));
        Some(Box::new(log.expect("a log")))
    }

    fn restarted(self) -> Option<Self> {
        drop(self.store);
        Some(Self::open(self.directory))
    }

    fn source(&self) -> Option<Box<dyn Source>> {
        let source = copy::source(&self.directory.path().join("roster.db"));
        Some(Box::new(source.expect("a source")))
    }

    fn filled(self, fill: &mut dyn FnMut(&mut dyn Target)) -> Option<Result<Self, String>> {
        let Self { store, directory } = self;
        drop(store);
        let path = directory.path().join("roster.db");
        fill(&mut copy::target(&path).expect("a target"));
        let opened = SqliteStore::open(&path, Options::default());
        let filled = opened.map(|store| Self { store, directory });
        Some(filled.map_err(|error| error.to_string()))
    }
}

struct InMemory(SqliteStore);

impl Engine for InMemory {
    fn new() -> Self {
        Self(SqliteStore::in_memory(Options::default()).expect("a store"))
    }

    fn store(&self) -> &dyn Store {
        &self.0
    }

    fn audit_log(&self) -> Option<Box<dyn AuditLog>> {
        None
    }

    fn restarted(self) -> Option<Self> {
        None
    }

    fn source(&self) -> Option<Box<dyn Source>> {
        None
    }

    fn filled(self, _: &mut dyn FnMut(&mut dyn Target)) -> Option<Result<Self, String>> {
        None
    }
}

mod in_a_file {
    roster_store_testing::store_suite!(super::InAFile);
}

mod in_memory {
    roster_store_testing::store_suite!(super::InMemory);
}
