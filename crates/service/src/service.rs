//! The service as the server sees it.

use std::sync::Arc;

use roster_domain::AccountRegion;
use roster_domain::audit::AuditRecord;
use roster_domain::random::Random;
use roster_model::operation::Description;
use roster_model::shapes::Timestamp;
use roster_store::{Store, StoreError};
use serde_json::Value;

use crate::call::{Call, Settings};
use crate::execution::Witness;
use crate::handler;
use crate::refusal::Refusal;
use crate::seal::Sealer;

/// What somebody asks for, with all that is known of it but its input.
pub struct Order {
    /// The operation.
    pub operation: &'static Description,
    /// The account and Region of the caller.
    pub home: AccountRegion,
    /// What the audit will say of it; the changes are filled in.
    pub record: AuditRecord,
}

/// Everything that happens, behind one door.
pub struct Service {
    store: Arc<dyn Store>,
    random: Arc<dyn Random>,
    sealer: Sealer,
    settings: Settings,
}

impl Service {
    /// A service on a store.
    pub fn new(store: Arc<dyn Store>, random: Arc<dyn Random>, sealer: Sealer, settings: Settings) -> Self {
        Self {
            store,
            random,
            sealer,
            settings,
        }
    }

    /// Carries out an operation on an input that its description finds no fault with. Gives the
    /// body of the answer, empty for an operation without output, once all is durable.
    pub async fn execute(&self, order: Order, input: Value) -> Result<Vec<u8>, Refusal> {
        let input = self.sealer.seal(order.operation, input, &*self.random).await?;
        handler::find(order.operation)(self, order, input).await
    }

    /// Writes an audit record that stands by itself, such as of a refusal.
    pub async fn witness(&self, record: AuditRecord) -> Result<(), StoreError> {
        let (witness, written) = Witness::new(record);
        self.store.write(witness);
        written.await.unwrap_or(Err(StoreError::Stopped))
    }

    /// The store.
    pub fn store(&self) -> &Arc<dyn Store> {
        &self.store
    }

    pub(crate) fn call(&self, home: AccountRegion, now: Timestamp) -> Call {
        Call {
            home,
            now,
            settings: self.settings,
            random: Arc::clone(&self.random),
        }
    }
}
