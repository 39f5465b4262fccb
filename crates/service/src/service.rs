//! The service as the server sees it.

use std::sync::Arc;
use std::time::SystemTime;

use roster_domain::audit::AuditRecord;
use roster_domain::clock::Clock;
use roster_domain::decision::Decision;
use roster_domain::random::Random;
use roster_domain::records::{Mail, MailContent};
use roster_domain::{Accounts, Caller};
use roster_jobs::Notifier;
use roster_model::operation::Description;
use roster_model::shapes::Timestamp;
use roster_store::{Store, StoreError};
use serde_json::Value;

use crate::access::{Guard, Judgement};
use crate::access_changes::AccessMoment;
use crate::access_key_secrets::Decoy;
use crate::authentication::ResolvedCredential;
use crate::capacity::Place;
use crate::computing::Computing;
use crate::dispatch::{self, Executor};
use crate::execution::{Decided, Done, StandaloneAuditRecords};
use crate::invocation::{Completed, Invocation, Refused};
use crate::kernel::Kernel;
use crate::mode::Mode;
use crate::notify;
use crate::outbox::Outbox;
use crate::password_hasher::PasswordHasher;
use crate::refusal::Refusal;
use crate::remarks::Remarks;
use crate::request_context::Settings;
use crate::secret_cipher::SecretCiphers;

/// Carries out operations, and authenticates the access keys that sign them.
pub struct Service {
    pub(crate) kernel: Kernel,
    pub(crate) decoy: Decoy,
    pub(crate) password_hasher: PasswordHasher,
}

impl Service {
    /// A service on a store, for these accounts.
    pub fn new(
        store: Arc<dyn Store>,
        clock: Arc<dyn Clock>,
        random: Arc<dyn Random>,
        password_hasher: PasswordHasher,
        secret_ciphers: Arc<SecretCiphers>,
        settings: Settings,
        accounts: Accounts,
    ) -> Self {
        Self {
            decoy: Decoy::new(&secret_ciphers),
            kernel: Kernel::new(store, clock, random, secret_ciphers, settings, accounts),
            password_hasher,
        }
    }

    /// The accounts that exist.
    pub fn accounts(&self) -> &Accounts {
        &self.kernel.accounts
    }

    /// Where browsers reach this server, without a slash at the end.
    pub fn public_url(&self) -> &str {
        &self.kernel.settings.public_url
    }

    /// The same service, with another place for long computations.
    #[must_use]
    pub fn computing_in(mut self, computing: Computing) -> Self {
        self.kernel.computing = computing;
        self
    }

    /// The same service, with another outbox.
    #[must_use]
    pub fn with_outbox(mut self, outbox: Outbox) -> Self {
        Arc::make_mut(&mut self.kernel.shared).outbox = Arc::new(outbox);
        self
    }

    /// The same service, which wakes the runner of jobs when a request has stored one.
    #[must_use]
    pub fn waking(mut self, jobs: Notifier) -> Self {
        self.kernel.jobs = jobs;
        self
    }

    /// Carries out an operation on a valid input. Returns when everything is durable.
    pub async fn execute(&self, invocation: Invocation, input: Value) -> Result<Completed, Refused> {
        let operation = invocation.operation;
        let remarks = Remarks::of(operation, &input);
        let input = self
            .verify_passwords(operation, &invocation.caller, input)
            .await?;
        self.check_chosen_passwords(operation, &input).await?;
        let input = self.hash_passwords(operation, input).await?;
        let completed = match dispatch::find(operation) {
            Executor::InTransaction(execute) => {
                let decided = execute(&self.kernel, invocation, input, Mode::Execute);
                run(decided).await?.completed()?
            }
            Executor::Compute(execute) => execute(&self.kernel, invocation, input).await?,
        };
        remarks.log(operation);
        Ok(completed)
    }

    /// Replaces every password of an input by its hash.
    pub(crate) async fn hash_passwords(
        &self,
        operation: &Description,
        input: Value,
    ) -> Result<Value, Refusal> {
        let random = &*self.kernel.random;
        self.password_hasher
            .hash_passwords(operation, input, random)
            .await
    }

    /// Decides access by the records, for a request that will not be carried out.
    pub async fn judge(
        &self,
        guard: Box<Guard>,
        caller: Arc<Caller>,
        now: Timestamp,
    ) -> Result<Box<Decision>, Refusal> {
        let context = self.kernel.context(caller, now);
        self.kernel.query(Judgement { guard, context }).await?
    }

    /// Writes an audit record that stands alone, such as that of a refusal, which was decided now.
    pub async fn write_audit_record(&self, mut record: AuditRecord) -> Result<(), StoreError> {
        record.time = self.kernel.clock.now().into();
        let place = self.kernel.capacity.record().await?;
        self.write_records(vec![record], Some(place)).await
    }

    /// Writes audit records that sum up others, all of them or none. The store has them when this returns;
    /// they need no place in a queue, because there are few of them in a minute.
    pub fn write_audit_summaries(
        &self,
        records: Vec<AuditRecord>,
    ) -> impl Future<Output = Result<(), StoreError>> + use<> {
        self.write_records(records, None)
    }

    fn write_records(
        &self,
        records: Vec<AuditRecord>,
        place: Option<Place>,
    ) -> impl Future<Output = Result<(), StoreError>> + use<> {
        let disk = Arc::clone(&self.kernel.disk);
        let (records, written) = StandaloneAuditRecords::new(records, place, disk);
        self.kernel.store.write(records);
        async move { written.await.unwrap_or(Err(StoreError::Unknown)) }
    }

    /// The present moment among the changes of access keys, principals and policies that this server makes. A change is counted before it
    /// is answered.
    pub fn access_moment(&self) -> AccessMoment {
        self.kernel.access_changes.now()
    }

    /// Whether other servers may change what credentials are read from.
    pub fn has_other_writers(&self) -> bool {
        self.kernel.store.has_other_writers()
    }

    /// Whether this server has changed nothing that a credential was read from since it was read.
    pub fn is_current(&self, credential: &ResolvedCredential) -> bool {
        self.kernel.access_changes.is_current(&credential.basis)
    }

    /// The subject and the texts of a stored mail; none if no master key decrypts them.
    pub fn mail_content(&self, mail: &Mail) -> Option<MailContent> {
        notify::content(&self.kernel.secret_ciphers, mail)
    }

    /// Whether the last change failed because the disk is full.
    pub fn disk_is_full(&self) -> bool {
        self.kernel.disk.is_full()
    }

    /// Tries whether a full disk has room again, once a second at most.
    pub fn try_disk_again(&self, now: SystemTime) {
        self.kernel.disk.try_again(&*self.kernel.store, now);
    }

    /// The store.
    pub fn store(&self) -> &Arc<dyn Store> {
        &self.kernel.store
    }
}

/// The outcome of an operation that the store was given.
pub(crate) async fn run(decided: Decided) -> Result<Done, Refused> {
    // The channel is closed without an outcome only if the store's thread panicked.
    decided.await.unwrap_or(Err(StoreError::Unknown.into()))
}
