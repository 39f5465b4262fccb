//! The storage engines that tests run on.

use std::path::Path;
use std::sync::Arc;

use roster_domain::audit::{AuditRecord, Head, Left, REGISTER, verify_link};
use roster_store::{AuditLog, Store};
use roster_store_sqlite::{Options, SqliteAudit, SqliteStore};

/// Where a roster keeps its records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// In an `SQLite` file.
    SqliteFile,
    /// In memory, by `SQLite`.
    SqliteMemory,
}

impl Engine {
    /// Every engine.
    pub const ALL: &'static [Self] = &[Self::SqliteFile, Self::SqliteMemory];

    /// Whether records outlive the server.
    pub(crate) fn keeps_records(self) -> bool {
        match self {
            Self::SqliteFile => true,
            Self::SqliteMemory => false,
        }
    }

    pub(crate) fn open(self, directory: &Path) -> Arc<dyn Store> {
        let opened = match self {
            Self::SqliteFile => SqliteStore::open(&file(directory), Options::default()),
            Self::SqliteMemory => SqliteStore::in_memory(Options::default()),
        };
        Arc::new(opened.expect("the store opens"))
    }

    /// The audit as it is stored, every chain checked from end to end; none if nobody else can read it.
    pub(crate) fn stored_trail(self, directory: &Path) -> Option<Vec<AuditRecord>> {
        let mut log = match self {
            Self::SqliteFile => SqliteAudit::open(&file(directory)).expect("the audit opens"),
            Self::SqliteMemory => return None,
        };
        let mut records = Vec::new();
        for Left { chain, head } in log.chains().expect("the chains are known") {
            let sealed = log.after(&chain, 0, usize::MAX).expect("the audit can be read");
            let last = sealed
                .iter()
                .try_fold(Head::default(), |head, sealed| verify_link(&head, sealed));
            assert_eq!(last, Ok(head));
            if chain != REGISTER {
                records.extend(sealed);
            }
        }
        let records = records.iter();
        let read = records.map(|sealed| serde_json::from_slice(&sealed.body).expect("an audit record"));
        Some(read.collect())
    }
}

fn file(directory: &Path) -> std::path::PathBuf {
    directory.join("roster.db")
}
