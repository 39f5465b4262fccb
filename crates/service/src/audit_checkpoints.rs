//! Checkpoints of the audit. A server seals one with the master key before it removes records, so that it shows a removal without the key.
//! Why: docs/decisions/0066-retention-of-the-audit.md.

use std::sync::Arc;

use roster_domain::Key;
use roster_domain::audit::{AuditRecord, ChainHead, Head};
use roster_domain::random::Random;
use roster_domain::records::AuditCheckpoint;
use roster_model::shapes::Timestamp;
use roster_store::{Checkpoints, ReadKind, Store, StoreError, Transaction, WriteError};

use crate::administration::{Administration, administer};
use crate::read_query::{ReadQuery, query};
use crate::secret_cipher::SecretCiphers;

/// The checkpoints of a store that are sealed with one of the master keys. Others are as good as none.
pub async fn checkpoints(
    store: &dyn Store,
    secret_ciphers: &SecretCiphers,
) -> Result<Checkpoints, StoreError> {
    let noted = query(store, ReadKind::Scan, All).await?;
    let sealed = noted.into_iter().filter(|noted| is_sealed(noted, secret_ciphers));
    let heads = sealed.map(|AuditCheckpoint { chain, head, .. }| ChainHead { chain, head });
    Ok(Checkpoints::new(heads.collect()))
}

/// Whether a store has checkpoints, whatever they are worth.
pub async fn has_checkpoints(store: &dyn Store) -> Result<bool, StoreError> {
    Ok(!query(store, ReadKind::Scan, All).await?.is_empty())
}

/// What the encryption of a seal binds it to.
pub(crate) fn label(checkpoint: &AuditCheckpoint) -> String {
    let Head { sequence, hash } = checkpoint.head;
    format!("checkpoint {sequence}:{hash} of the audit")
}

fn is_sealed(checkpoint: &AuditCheckpoint, secret_ciphers: &SecretCiphers) -> bool {
    let content = secret_ciphers.decrypt(&label(checkpoint), &checkpoint.seal);
    content.is_some_and(|content| *content == sealed_content(checkpoint.time))
}

fn sealed_content(time: Timestamp) -> Vec<u8> {
    time.milliseconds.to_be_bytes().to_vec()
}

struct All;

impl ReadQuery for All {
    type Output = Vec<AuditCheckpoint>;

    async fn run<'a>(&'a self, mut transaction: Transaction<'a>) -> Result<Self::Output, StoreError> {
        transaction.all(AuditCheckpoint::BY_CHAIN, &Key::new()).await
    }
}

/// Where a chain is to begin.
pub(crate) struct Noted {
    /// Its name.
    pub(crate) chain: String,
    /// The checkpoint where it begins now; an empty head if it begins at its first record.
    pub(crate) earlier: Head,
    /// The last record that is to be removed.
    pub(crate) head: Head,
}

/// Notes where chains are to begin, in one transaction with its audit record, in place of the earlier checkpoints.
pub(crate) async fn note(
    store: &dyn Store,
    secret_ciphers: &Arc<SecretCiphers>,
    random: &Arc<dyn Random>,
    record: AuditRecord,
    noted: Vec<Noted>,
) -> Result<(), StoreError> {
    let note = Note {
        time: record.time,
        noted,
        secret_ciphers: Arc::clone(secret_ciphers),
        random: Arc::clone(random),
    };
    administer(store, Some(record), note).await
}

struct Note {
    time: Timestamp,
    noted: Vec<Noted>,
    secret_ciphers: Arc<SecretCiphers>,
    random: Arc<dyn Random>,
}

impl Administration for Note {
    type Output = ();

    async fn run(&self, transaction: &mut Transaction<'_>) -> Result<(), WriteError> {
        let cipher = self.secret_ciphers.in_use(transaction).await?;
        for Noted { chain, earlier, head } in &self.noted {
            let earlier = AuditCheckpoint::key_of(earlier);
            if let Some(earlier) = transaction.get::<AuditCheckpoint>(&earlier).await? {
                transaction.delete(&earlier).await?;
            }
            let mut checkpoint = AuditCheckpoint {
                chain: chain.clone(),
                head: *head,
                time: self.time,
                seal: String::new(),
            };
            checkpoint.seal = cipher.encrypt(&label(&checkpoint), &sealed_content(self.time), &*self.random);
            transaction.insert(&checkpoint).await?;
        }
        Ok(())
    }
}
