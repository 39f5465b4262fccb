//! The job that delivers the audit to a folder.

use std::sync::Arc;
use std::time::Duration;

use roster_audit_delivery::{Delivered, Delivery, DeliveryError, Folder};
use roster_domain::Id;
use roster_domain::audit::AuditRecord;
use roster_domain::clock::Clock;
use roster_domain::random::Random;
use roster_domain::records::Job;
use roster_jobs::{Completion, Failure, Handler, Schedule};
use roster_model::shapes::Timestamp;
use roster_store::{AuditLog, BoxFuture, Store};

use crate::audit_signing_keys::{SigningKeyError, SigningKeys, find_or_make};
use crate::secret_cipher::SecretCiphers;

/// How often the audit is delivered. Source: the CloudTrail user guide, "about every 5 minutes".
const PERIOD: Duration = Duration::from_mins(5);

/// Opens the audit of a store; a failure is told in a sentence.
pub type OpenAudit = Arc<dyn Fn() -> Result<Box<dyn AuditLog>, String> + Send + Sync>;

/// Delivers the audit to a folder.
pub struct AuditDelivery {
    store: Arc<dyn Store>,
    secret_ciphers: Arc<SecretCiphers>,
    clock: Arc<dyn Clock>,
    random: Arc<dyn Random>,
    open: OpenAudit,
    folder: Folder,
}

impl AuditDelivery {
    /// What delivers the audit of a store, which `open` opens.
    pub fn new(
        store: Arc<dyn Store>,
        secret_ciphers: Arc<SecretCiphers>,
        clock: Arc<dyn Clock>,
        random: Arc<dyn Random>,
        open: OpenAudit,
        folder: Folder,
    ) -> Self {
        Self {
            store,
            secret_ciphers,
            clock,
            random,
            open,
            folder,
        }
    }

    /// The signing keys; one is made if it is time for one.
    ///
    /// A server asks for them before it serves, so that others can deliver to the folder at once.
    pub async fn keys(&self) -> Result<SigningKeys, SigningKeyError> {
        let record = self.record(self.clock.now().into());
        find_or_make(&*self.store, &self.secret_ciphers, &self.random, record).await
    }

    async fn deliver(&self) -> Result<(), Failure> {
        let now = self.clock.now().into();
        let keys = self.keys().await;
        let keys = keys.map_err(|error| Failure::Transient(error.to_string()))?;
        let (open, folder) = (Arc::clone(&self.open), self.folder.clone());
        let delivering = tokio::task::spawn_blocking(move || deliver(&open, &folder, &keys, now));
        match delivering.await {
            Ok(delivered) => delivered,
            Err(_) => Err(Failure::Transient("the delivery panicked".to_owned())),
        }
    }

    /// The audit record of a new signing key.
    fn record(&self, time: Timestamp) -> AuditRecord {
        let mut id = [0; 16];
        self.random.fill(&mut id);
        AuditRecord {
            time,
            request_id: Id::from_random(id).to_string(),
            principal: Some("roster serve --audit-delivery".to_owned()),
            source_address: "127.0.0.1".to_owned(),
            ..AuditRecord::default()
        }
    }
}

fn deliver(open: &OpenAudit, folder: &Folder, keys: &SigningKeys, now: Timestamp) -> Result<(), Failure> {
    let failed = |error: DeliveryError| {
        tracing::warn!(%error, "the audit is not delivered");
        Failure::Transient(error.to_string())
    };
    // Another process that delivers now delivers all of it.
    let Some(folder) = folder.try_lock().map_err(failed)? else {
        return Ok(());
    };
    let mut log = open().map_err(Failure::Transient)?;
    let delivery = Delivery {
        folder: &folder,
        key: &keys.key,
        public_keys: &keys.public_keys,
        now,
    };
    let Delivered {
        records,
        log_files,
        digests,
    } = delivery.deliver(&mut *log).map_err(failed)?;
    tracing::debug!(records, log_files, digests, "the audit is delivered");
    Ok(())
}

impl Handler for AuditDelivery {
    fn job_type(&self) -> &'static str {
        "deliver-audit"
    }

    fn run<'a>(&'a self, _job: &'a Job) -> BoxFuture<'a, Result<Completion, Failure>> {
        Box::pin(async {
            self.deliver().await?;
            Ok(Completion::done())
        })
    }

    fn schedule(&self) -> Option<Schedule> {
        Some(Schedule::every(PERIOD))
    }
}
