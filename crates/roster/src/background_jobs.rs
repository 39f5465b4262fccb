//! The background jobs of a server.

use std::sync::Arc;

use roster_domain::clock::Clock;
use roster_domain::random::Random;
use roster_jobs::{Handler, Options, Runner};
use roster_store::Store;

/// The handlers of all types of jobs. There are none yet: the first come with mails and the upkeep of the audit.
fn handlers() -> Vec<Arc<dyn Handler>> {
    Vec::new()
}

/// The runner of a server. Without handlers it leaves the store alone.
pub(crate) fn runner(store: Arc<dyn Store>, clock: Arc<dyn Clock>, random: Arc<dyn Random>) -> Runner {
    Runner::new(store, clock, random, handlers(), Options::default())
}
