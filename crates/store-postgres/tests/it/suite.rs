//! The port's suite, on a schema of the cluster that `cargo xtask test` starts.

use roster_store::suite::Engine;
use roster_store::{AuditLog, Store};
use roster_store_postgres::{Options, PostgresAudit, PostgresStore, cluster};

struct InASchema {
    store: PostgresStore,
    url: String,
}

impl InASchema {
    /// With one committer, so that what is given in an order is written in it.
    fn open(url: String) -> Self {
        let options = Options {
            committers: 1,
            readers: 1,
            ..Options::default()
        };
        let store = PostgresStore::open(cluster::settings(&url), &options).expect("a store");
        Self { store, url }
    }
}

impl Engine for InASchema {
    fn new() -> Self {
        Self::open(cluster::place())
    }

    fn store(&self) -> &dyn Store {
        &self.store
    }

    fn audit_log(&self) -> Option<Box<dyn AuditLog>> {
        Some(Box::new(
            PostgresAudit::open(&cluster::settings(&self.url)).expect("a log"),
        ))
    }

    fn restarted(self) -> Option<Self> {
        drop(self.store);
        Some(Self::open(self.url))
    }
}

mod in_a_schema {
    roster_store::store_suite!(super::InASchema);
}
