//! The suite of the port, on a schema of the test cluster.

use roster_store::copy::{Source, Target};
use roster_store::{AuditLog, Store};
use roster_store_postgres::{OpenError, Options, PostgresAudit, PostgresStore, cluster, copy};
use roster_store_testing::suite::Engine;

struct InASchema {
    store: PostgresStore,
    url: String,
}

impl InASchema {
    /// With one committer, so that work is written in the order in which it is given.
    fn try_open(url: String) -> Result<Self, OpenError> {
        let options = Options {
            committers: 1,
            readers: 1,
            ..Options::default()
        };
        let store = PostgresStore::open(cluster::settings(&url), &options)?;
        Ok(Self { store, url })
    }

    fn open(url: String) -> Self {
        Self::try_open(url).expect("a store")
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

    fn source(&self) -> Option<Box<dyn Source>> {
        let source = copy::source(&cluster::settings(&self.url));
        Some(Box::new(source.expect("a source")))
    }

    fn filled(self, fill: &mut dyn FnMut(&mut dyn Target)) -> Option<Result<Self, String>> {
        drop(self.store);
        fill(&mut copy::target(&cluster::settings(&self.url)).expect("a target"));
        Some(Self::try_open(self.url).map_err(|error| error.to_string()))
    }
}

mod in_a_schema {
    roster_store_testing::store_suite!(super::InASchema);
}
