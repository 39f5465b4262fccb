//! The job that delivers the audit.

use std::sync::Arc;
use std::time::Duration;

use roster_audit_delivery::{Delivered, Delivery, DeliveryError, Location};
use roster_domain::records::Job;
use roster_jobs::{Completion, Failure, Handler, Schedule};
use roster_model::shapes::Timestamp;
use roster_store::{BoxFuture, Checkpoints};

use crate::audit_checkpoints::checkpoints;
use crate::audit_signing_keys::{SigningKeyError, SigningKeys, find_or_make};
use crate::delivered_audit::{DeliveredAudit, OpenAudit};

/// How often the audit is delivered. Source: the CloudTrail user guide, "about every 5 minutes".
const PERIOD: Duration = Duration::from_mins(5);

/// Delivers the audit.
pub struct AuditDelivery(DeliveredAudit);

impl AuditDelivery {
    /// What delivers an audit.
    pub const fn new(audit: DeliveredAudit) -> Self {
        Self(audit)
    }

    /// The signing keys; one is made if it is time for one.
    ///
    /// A server asks for them before it serves, so that others can deliver to the same place at once.
    pub async fn keys(&self) -> Result<SigningKeys, SigningKeyError> {
        let DeliveredAudit {
            store,
            secret_ciphers,
            random,
            ..
        } = &self.0;
        let record = self.0.record("roster serve --audit-delivery");
        find_or_make(&**store, secret_ciphers, random, record).await
    }

    async fn deliver(&self) -> Result<(), Failure> {
        let DeliveredAudit {
            store,
            secret_ciphers,
            clock,
            ..
        } = &self.0;
        let now = clock.now().into();
        let keys = self.keys().await;
        let keys = keys.map_err(|error| Failure::Transient(error.to_string()))?;
        let checkpoints = checkpoints(&**store, secret_ciphers).await;
        let checkpoints = checkpoints.map_err(|error| Failure::Transient(error.to_string()))?;
        let (open, location) = (Arc::clone(&self.0.open), self.0.location.clone());
        let delivering =
            tokio::task::spawn_blocking(move || deliver(&open, &location, &keys, &checkpoints, now));
        match delivering.await {
            Ok(delivered) => delivered,
            Err(_) => Err(Failure::Transient("the delivery panicked".to_owned())),
        }
    }
}

fn deliver(
    open: &OpenAudit,
    location: &Location,
    keys: &SigningKeys,
    checkpoints: &Checkpoints,
    now: Timestamp,
) -> Result<(), Failure> {
    let failed = |error: DeliveryError| {
        tracing::warn!(%error, "the audit is not delivered");
        Failure::Transient(error.to_string())
    };
    // Another process that delivers now delivers all of it.
    let Some(destination) = location.try_lock().map_err(failed)? else {
        return Ok(());
    };
    let mut log = open().map_err(Failure::Transient)?;
    let delivery = Delivery {
        to: &*destination,
        key: &keys.key,
        public_keys: &keys.public_keys,
        checkpoints,
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
