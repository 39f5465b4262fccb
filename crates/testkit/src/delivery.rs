//! Deliveries of a roster's audit, for reads of the bucket.

use std::sync::Arc;

use roster_audit_delivery::{Delivered, Delivery};
use roster_domain::audit::{AuditRecord, ChainedRecord, Head};
use roster_domain::clock::Clock;
use roster_domain::random::{Random, SystemEntropy};
use roster_service::{SecretCiphers, audit_signing_keys};
use roster_store::Checkpoints;

use crate::roster::{Roster, master_key, next_master_key};

impl Roster {
    /// Makes a key that signs what is delivered of the audit.
    pub async fn make_signing_key(&self) {
        let (ciphers, random) = ciphers();
        let record = AuditRecord {
            time: self.clock.now().into(),
            ..AuditRecord::default()
        };
        audit_signing_keys::replace(self.store(), &ciphers, &random, record)
            .await
            .expect("a key is made");
    }

    /// Delivers the audit to the folder that reads of the bucket are answered from.
    pub async fn deliver_audit(&self) -> Delivered {
        self.make_signing_key().await;
        let (ciphers, _) = ciphers();
        let keys = audit_signing_keys::find(self.store(), &ciphers).await;
        let keys = keys.expect("the store works").expect("a key");
        let delivery = Delivery {
            to: &self.place.delivered.lock().expect("the folder is there"),
            key: &keys.key,
            public_keys: &keys.public_keys,
            checkpoints: &Checkpoints::default(),
            now: self.clock.now().into(),
        };
        let delivered = delivery.deliver(&mut chain_of(&self.audit(0).0));
        delivered.expect("the folder can be written")
    }

    /// The keys of all delivered files.
    pub fn delivered_keys(&self) -> Vec<String> {
        let listed = self.place.delivered.list("", "", usize::MAX);
        let listed = listed.expect("the folder can be read");
        listed.into_iter().map(|(key, _)| key).collect()
    }
}

fn ciphers() -> (Arc<SecretCiphers>, Arc<dyn Random>) {
    let ciphers = SecretCiphers::new(&master_key(), &[next_master_key()]);
    (Arc::new(ciphers), Arc::new(SystemEntropy::default()))
}

/// A chain of these records.
///
/// # Panics
///
/// If one cannot be written as JSON.
pub fn chain_of(records: &[AuditRecord]) -> Vec<ChainedRecord> {
    let mut head = Head::default();
    let body = |record| serde_json::to_vec(record).expect("JSON");
    records.iter().map(|record| head.append(body(record))).collect()
}
