//! The audit of a store and the place that it is delivered to, which the jobs of delivery and retention share.

use std::sync::Arc;

use roster_audit_delivery::Location;
use roster_domain::Id;
use roster_domain::audit::AuditRecord;
use roster_domain::clock::Clock;
use roster_domain::random::Random;
use roster_store::{AuditLog, Store};

use crate::secret_cipher::SecretCiphers;

/// Opens the audit of a store; a failure is told in a sentence.
pub type OpenAudit = Arc<dyn Fn() -> Result<Box<dyn AuditLog>, String> + Send + Sync>;

/// The audit of a store, and the place that it is delivered to.
#[derive(Clone)]
pub struct DeliveredAudit {
    /// The store.
    pub store: Arc<dyn Store>,
    /// The master keys.
    pub secret_ciphers: Arc<SecretCiphers>,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// The source of ids and keys.
    pub random: Arc<dyn Random>,
    /// Opens the audit of the store.
    pub open: OpenAudit,
    /// Where it is delivered to.
    pub location: Location,
}

impl DeliveredAudit {
    /// The audit record of what a server does by itself, under the name of the flag that asks for it.
    pub(crate) fn record(&self, principal: &str) -> AuditRecord {
        let mut id = [0; 16];
        self.random.fill(&mut id);
        AuditRecord {
            time: self.clock.now().into(),
            request_id: Id::from_random(id).to_string(),
            principal: Some(principal.to_owned()),
            source_address: "127.0.0.1".to_owned(),
            ..AuditRecord::default()
        }
    }
}
