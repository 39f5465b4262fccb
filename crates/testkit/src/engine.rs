//! The storage engines that tests run on.

use std::sync::Arc;

use roster_domain::audit::{AuditRecord, ChainHead, Head, REGISTER, verify_link};
use roster_store::{AuditLog, Store};
use roster_store_postgres::{PostgresAudit, PostgresStore, cluster};
use roster_store_sqlite::{Options, SqliteAudit, SqliteStore};
use tempfile::TempDir;

use crate::counting::Counting;

/// What the keys of personal values begin with.
const KEYS: u8 = 0x50;

/// Where a roster keeps its records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// In an `SQLite` file.
    SqliteFile,
    /// In memory, by `SQLite`.
    SqliteMemory,
    /// In a schema of the cluster that `cargo xtask test` starts.
    Postgres,
}

/// What an engine keeps, and where.
pub enum Place {
    /// A directory with an `SQLite` file.
    Directory(TempDir),
    /// The memory of a store.
    Memory,
    /// The URL of a schema of PostgreSQL.
    Schema(String),
}

impl Engine {
    /// Every engine that there is: PostgreSQL where there is a cluster.
    pub fn all() -> impl Iterator<Item = Self> {
        let postgres = cluster::url().map(|_| Self::Postgres);
        [Self::SqliteFile, Self::SqliteMemory].into_iter().chain(postgres)
    }

    /// A place with nothing in it.
    pub fn place(self) -> Place {
        match self {
            Self::SqliteFile => Place::Directory(tempfile::tempdir().expect("a directory")),
            Self::SqliteMemory => Place::Memory,
            Self::Postgres => Place::Schema(cluster::place()),
        }
    }
}

impl Place {
    /// Whether records outlive the server.
    pub(crate) fn keeps_records(&self) -> bool {
        match self {
            Self::Directory(_) | Self::Schema(_) => true,
            Self::Memory => false,
        }
    }

    /// Whether several servers may share it.
    pub fn can_be_shared(&self) -> bool {
        match self {
            Self::Directory(_) | Self::Memory => false,
            Self::Schema(_) => true,
        }
    }

    /// Cuts every connection to the database; returns how many there were.
    pub(crate) fn cut(&self) -> i64 {
        match self {
            Self::Directory(_) | Self::Memory => 0,
            Self::Schema(url) => cluster::cut(url),
        }
    }

    /// With so many connections, where there are connections.
    pub fn open(&self, connections: u16) -> Arc<dyn Store> {
        // Keys of personal values are foretold, and so are the hashes of records and the ids of events.
        let options = Options {
            random: Arc::new(Counting::new(KEYS)),
            ..Options::default()
        };
        match self {
            Self::Directory(directory) => {
                Arc::new(SqliteStore::open(&file(directory), options).expect("the store opens"))
            }
            Self::Memory => Arc::new(SqliteStore::in_memory(options).expect("the store opens")),
            Self::Schema(url) => {
                let options = roster_store_postgres::Options::of_connections(connections);
                Arc::new(PostgresStore::open(cluster::settings(url), &options).expect("the store opens"))
            }
        }
    }

    /// The stored audit; none if only its engine can read it.
    pub fn audit_log(&self) -> Option<Box<dyn AuditLog>> {
        match self {
            Self::Directory(directory) => {
                Some(Box::new(SqliteAudit::open(&file(directory)).expect("an audit")))
            }
            Self::Memory => None,
            Self::Schema(url) => Some(Box::new(
                PostgresAudit::open(&cluster::settings(url)).expect("an audit"),
            )),
        }
    }

    /// The stored audit, every chain verified; none if only its engine can read it.
    pub(crate) fn stored_audit_records(&self) -> Option<Vec<AuditRecord>> {
        let mut log = self.audit_log()?;
        let mut records = Vec::new();
        for ChainHead { chain, head } in log.chains().expect("the chains are known") {
            let chained = log.after(&chain, 0, usize::MAX).expect("the audit can be read");
            let last = chained
                .iter()
                .try_fold(Head::default(), |head, chained| verify_link(&head, chained));
            assert_eq!(last, Ok(head));
            if chain != REGISTER {
                records.extend(chained);
            }
        }
        let records = records.iter();
        let read = records.map(|chained| chained.record().expect("an audit record"));
        Some(read.collect())
    }
}

fn file(directory: &TempDir) -> std::path::PathBuf {
    directory.path().join("roster.db")
}
