//! The service as the server sees it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::SystemTime;

use roster_domain::audit::AuditRecord;
use roster_domain::decision::Decision;
use roster_domain::random::Random;
use roster_domain::{Accounts, Caller};
use roster_model::operation::{Description, Effect};
use roster_model::shapes::Timestamp;
use roster_store::{Store, StoreError};
use serde_json::Value;

use crate::access::{Guard, Judgement, Permission};
use crate::capacity::{Capacity, Place};
use crate::computing::{Computing, Interrupt};
use crate::disk::Disk;
use crate::execution::Witness;
use crate::handler::{self, Carry};
use crate::known::Decoy;
use crate::refusal::Refusal;
use crate::remarks::Remarks;
use crate::request_context::{RequestContext, Settings};
use crate::seal::Sealer;
use crate::vault::Vault;

/// What somebody asks for, with all that is known of it but its input.
pub struct Order {
    pub(crate) operation: &'static Description,
    pub(crate) caller: Arc<Caller>,
    pub(crate) now: Timestamp,
    pub(crate) permission: Permission,
    /// None of an operation that only looks, and leaves no trace.
    pub(crate) record: Option<Box<AuditRecord>>,
    pub(crate) tell: Tell,
    pub(crate) interrupt: Interrupt,
}

/// Says what a caller hears of a refusal, for the audit record of it.
pub type Tell = fn(&Refusal, &'static Description) -> Told;

/// What a caller hears of a refusal.
pub struct Told {
    /// The code of the exception.
    pub code: String,
    /// Its message.
    pub message: String,
}

impl Order {
    /// An order for an operation that the caller has permission for, or will be asked for it.
    /// `record` is what the audit will say of it, but for what only the transaction can tell; if it is
    /// refused there, `tell` says how.
    pub fn new(
        operation: &'static Description,
        caller: Arc<Caller>,
        now: Timestamp,
        permission: Permission,
        record: impl FnOnce() -> AuditRecord,
        tell: Tell,
    ) -> Self {
        Self {
            operation,
            caller,
            now,
            permission,
            record: (operation.effect == Effect::Write).then(|| Box::new(record())),
            tell,
            interrupt: Interrupt::default(),
        }
    }

    /// The same order, to be given up when it is interrupted. What changes something is done to the end.
    #[must_use]
    pub fn until(self, interrupt: Interrupt) -> Self {
        Self { interrupt, ..self }
    }
}

/// An operation that was carried out.
pub struct Done {
    /// The body of the answer, empty for an operation without output.
    pub body: Vec<u8>,
    /// How access was decided; none where it was not asked, and none of a change that was allowed:
    /// its audit record says it.
    pub decision: Option<Box<Decision>>,
}

/// An operation that was not carried out.
#[derive(Debug)]
pub struct NotDone {
    /// Why.
    pub refusal: Refusal,
    /// Whether the audit has a record of it, written with the decision.
    pub is_audited: bool,
}

impl From<Refusal> for NotDone {
    /// What was refused without a record.
    fn from(refusal: Refusal) -> Self {
        Self {
            refusal,
            is_audited: false,
        }
    }
}

impl From<StoreError> for NotDone {
    /// What failed, so that nothing was written of it.
    fn from(error: StoreError) -> Self {
        Refusal::Store(error).into()
    }
}

/// Everything that happens, behind one door.
pub struct Service {
    store: Arc<dyn Store>,
    random: Arc<dyn Random>,
    sealer: Sealer,
    settings: Settings,
    accounts: Arc<Accounts>,
    capacity: Capacity,
    disk: Arc<Disk>,
    decoy: Decoy,
    vault: Arc<Vault>,
    computing: Computing,
    iam_version: Arc<AtomicU64>,
}

impl Service {
    /// A service on a store, for these accounts.
    pub fn new(
        store: Arc<dyn Store>,
        random: Arc<dyn Random>,
        sealer: Sealer,
        vault: Arc<Vault>,
        settings: Settings,
        accounts: Accounts,
    ) -> Self {
        Self {
            store,
            random,
            sealer,
            settings,
            accounts: Arc::new(accounts),
            capacity: Capacity::new(settings.max_waiting),
            disk: Arc::default(),
            decoy: Decoy::new(&vault),
            vault,
            computing: Computing::default(),
            iam_version: Arc::default(),
        }
    }

    /// The accounts that there are.
    pub fn accounts(&self) -> &Accounts {
        &self.accounts
    }

    /// The same service, computing there what takes long.
    #[must_use]
    pub fn computing_in(self, computing: Computing) -> Self {
        Self { computing, ..self }
    }

    /// Carries out an operation on an input that its description finds no fault with. It is done
    /// when all is durable.
    pub async fn execute(&self, order: Order, input: Value) -> Result<Done, NotDone> {
        let operation = order.operation;
        let remarks = Remarks::of(operation, &input);
        let input = self.sealer.seal(operation, input, &*self.random).await?;
        let done = match handler::find(operation) {
            Carry::Transact(carry_out) => {
                let decided = carry_out(self, order, input);
                // Work always says how it ended, unless it panics then.
                decided.await.unwrap_or(Err(StoreError::Unknown.into()))?
            }
            Carry::Compute(carry_out) => carry_out(self, order, input).await?,
        };
        remarks.log(operation);
        Ok(done)
    }

    /// Decides access by the records, for a request that will not be carried out.
    pub async fn judge(
        &self,
        guard: Box<Guard>,
        caller: Arc<Caller>,
        now: Timestamp,
    ) -> Result<Box<Decision>, Refusal> {
        let context = self.context(caller, now);
        self.ask(Judgement { guard, context }).await?
    }

    /// Writes an audit record that stands by itself, such as of a refusal.
    pub async fn witness(&self, record: AuditRecord) -> Result<(), StoreError> {
        let place = self.capacity.record().await?;
        self.written(vec![record], Some(place)).await
    }

    /// Writes audit records that sum up others, all of them or none. They are given to the store before
    /// this returns, and need no place: there are some once a minute.
    pub fn witness_all(
        &self,
        records: Vec<AuditRecord>,
    ) -> impl Future<Output = Result<(), StoreError>> + use<> {
        self.written(records, None)
    }

    fn written(
        &self,
        records: Vec<AuditRecord>,
        place: Option<Place>,
    ) -> impl Future<Output = Result<(), StoreError>> + use<> {
        let (witness, written) = Witness::new(records, place, self.disk());
        self.store.write(witness);
        async move { written.await.unwrap_or(Err(StoreError::Unknown)) }
    }

    /// A number that grows with every change of what IAM keeps, before the change is answered: what was
    /// learnt of somebody when it was smaller may be out of date.
    pub fn iam_version(&self) -> u64 {
        self.iam_version.load(Ordering::Acquire)
    }

    /// What moves [`Self::iam_version`] on, for work that may change what IAM keeps.
    pub(crate) fn iam_versions(&self) -> Arc<AtomicU64> {
        Arc::clone(&self.iam_version)
    }

    /// Whether the last change that was to be written failed because the disk is full.
    pub fn disk_is_full(&self) -> bool {
        self.disk.is_full()
    }

    /// Begins to find out whether a disk that was full has room again; once a second at most.
    pub fn try_disk_again(&self, now: SystemTime) {
        self.disk.try_again(&*self.store, now);
    }

    /// What is known of the disk, for work that writes something.
    pub(crate) fn disk(&self) -> Arc<Disk> {
        Arc::clone(&self.disk)
    }

    /// The places for work at the store.
    pub(crate) const fn capacity(&self) -> &Capacity {
        &self.capacity
    }

    pub(crate) const fn decoy(&self) -> &Decoy {
        &self.decoy
    }

    pub(crate) const fn computing(&self) -> &Computing {
        &self.computing
    }

    pub(crate) fn vault(&self) -> &Vault {
        &self.vault
    }

    /// The store.
    pub fn store(&self) -> &Arc<dyn Store> {
        &self.store
    }

    pub(crate) fn context(&self, caller: Arc<Caller>, now: Timestamp) -> RequestContext {
        RequestContext {
            caller,
            now,
            settings: self.settings,
            accounts: Arc::clone(&self.accounts),
            random: Arc::clone(&self.random),
            vault: Arc::clone(&self.vault),
        }
    }
}
