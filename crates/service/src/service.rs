//! The service as the server sees it.

use std::sync::Arc;

use roster_domain::Caller;
use roster_domain::audit::AuditRecord;
use roster_domain::decision::Decision;
use roster_domain::random::Random;
use roster_model::operation::{Description, Effect};
use roster_model::shapes::Timestamp;
use roster_store::{Store, StoreError, Weight};
use serde_json::Value;

use crate::access::{Guard, Judgement, Permission};
use crate::call::{Call, Settings};
use crate::execution::Witness;
use crate::handler;
use crate::refusal::Refusal;
use crate::seal::Sealer;

/// What somebody asks for, with all that is known of it but its input.
pub struct Order {
    pub(crate) operation: &'static Description,
    pub(crate) caller: Caller,
    pub(crate) now: Timestamp,
    pub(crate) permission: Permission,
    /// None of an operation that only looks, and leaves no trace.
    pub(crate) record: Option<AuditRecord>,
}

impl Order {
    /// An order for an operation that the caller has permission for, or will be asked for it.
    /// `record` is what the audit will say of it, but for what only the transaction can tell.
    pub fn new(
        operation: &'static Description,
        caller: Caller,
        now: Timestamp,
        permission: Permission,
        record: impl FnOnce() -> AuditRecord,
    ) -> Self {
        Self {
            operation,
            caller,
            now,
            permission,
            record: (operation.effect == Effect::Write).then(record),
        }
    }
}

/// An operation that was carried out.
pub struct Done {
    /// The body of the answer, empty for an operation without output.
    pub body: Vec<u8>,
    /// How access was decided; none where it was not asked.
    pub decision: Option<Box<Decision>>,
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

    /// Carries out an operation on an input that its description finds no fault with. It is done
    /// when all is durable.
    pub async fn execute(&self, order: Order, input: Value) -> Result<Done, Refusal> {
        let input = self.sealer.seal(order.operation, input, &*self.random).await?;
        handler::find(order.operation)(self, order, input).await
    }

    /// Decides access by the records, for a request that will not be carried out.
    pub async fn judge(
        &self,
        guard: Box<Guard>,
        caller: Caller,
        now: Timestamp,
    ) -> Result<Box<Decision>, Refusal> {
        let (judgement, decided) = Judgement::new(guard, self.call(caller, now));
        self.store.read(Weight::Point, judgement);
        decided.await.unwrap_or(Err(Refusal::Store(StoreError::Stopped)))
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

    pub(crate) fn call(&self, caller: Caller, now: Timestamp) -> Call {
        Call {
            caller,
            now,
            settings: self.settings,
            random: Arc::clone(&self.random),
        }
    }
}
