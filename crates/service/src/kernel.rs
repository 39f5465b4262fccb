//! What every operation is carried out with: the store, its queues, randomness, keys and settings.

use std::ops::Deref;
use std::sync::Arc;

use roster_domain::clock::Clock;
use roster_domain::random::Random;
use roster_domain::{Accounts, Caller};
use roster_jobs::Notifier;
use roster_model::shapes::Timestamp;
use roster_store::{ReadKind, Store, StoreError};

use crate::access_changes::AccessChanges;
use crate::capacity::Capacity;
use crate::computing::Computing;
use crate::disk::Disk;
use crate::read_query::{self, ReadQuery};
use crate::request_context::{RequestContext, Settings, Shared, Source};
use crate::secret_cipher::SecretCiphers;

/// What every operation is carried out with.
pub(crate) struct Kernel {
    pub(crate) store: Arc<dyn Store>,
    /// For the audit; handlers work at the time of their request.
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) shared: Arc<Shared>,
    pub(crate) capacity: Capacity,
    pub(crate) disk: Arc<Disk>,
    pub(crate) computing: Computing,
    pub(crate) jobs: Notifier,
    pub(crate) access_changes: Arc<AccessChanges>,
}

impl Deref for Kernel {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        &self.shared
    }
}

impl Kernel {
    /// A kernel on a store, for these accounts.
    pub(crate) fn new(
        store: Arc<dyn Store>,
        clock: Arc<dyn Clock>,
        random: Arc<dyn Random>,
        secret_ciphers: Arc<SecretCiphers>,
        settings: Settings,
        accounts: Accounts,
    ) -> Self {
        Self {
            store,
            clock,
            capacity: Capacity::new(settings.max_waiting),
            shared: Arc::new(Shared {
                settings,
                accounts,
                random,
                secret_ciphers,
                outbox: Arc::default(),
            }),
            disk: Arc::default(),
            computing: Computing::default(),
            jobs: Notifier::default(),
            access_changes: Arc::default(),
        }
    }

    /// The context of a request.
    pub(crate) fn context(&self, caller: Arc<Caller>, now: Timestamp) -> RequestContext {
        RequestContext {
            source: Source::default(),
            caller,
            now,
            shared: Arc::clone(&self.shared),
        }
    }

    /// Runs a query that reads a few records.
    pub(crate) async fn query<Q: ReadQuery>(&self, query: Q) -> Result<Q::Output, StoreError> {
        let place = self.capacity.read(ReadKind::Point)?;
        read_query::run(&*self.store, ReadKind::Point, query, Some(place)).await
    }
}
