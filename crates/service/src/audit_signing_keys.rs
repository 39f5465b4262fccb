//! The keys that sign what is delivered of the audit: made, used and replaced in the store.
//! Why: docs/decisions/0058-delivery-of-the-audit.md.

use std::sync::Arc;
use std::time::Duration;

use roster_audit_delivery::{KeyFault, PublicKey, SigningKey};
use roster_domain::Key;
use roster_domain::audit::AuditRecord;
use roster_domain::random::Random;
use roster_domain::records::{AuditSigningKey, AuditSigningSecret};
use roster_model::shapes::Timestamp;
use roster_store::{ReadKind, Store, StoreError, Transaction, WriteError};
use thiserror::Error;
use zeroize::Zeroizing;

use crate::administration::{Administration, administer};
use crate::read_query::{ReadQuery, query};
use crate::secret_cipher::SecretCiphers;

/// After this time another key signs.
pub const LIFE: Duration = Duration::from_hours(90 * 24);

/// What the encryption of a private half binds it to.
pub(crate) fn label(fingerprint: &str) -> String {
    format!("signing key {fingerprint} of the audit")
}

/// The key that signs, and the public halves of all keys that ever did.
pub struct SigningKeys {
    /// The key that signs.
    pub key: SigningKey,
    /// When it was made.
    pub created: Timestamp,
    /// The public halves of all keys, the oldest first.
    pub public_keys: Vec<PublicKey>,
}

impl SigningKeys {
    /// Whether it is time for another key.
    pub fn are_due(&self, now: Timestamp) -> bool {
        self.created + LIFE <= now
    }
}

/// Why there is no key that signs.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum SigningKeyError {
    /// No master key decrypts the private half.
    #[error("the signing key {fingerprint} of the audit is encrypted with another master key")]
    Unreadable {
        /// The fingerprint of the signing key.
        fingerprint: String,
    },
    /// A key cannot be made or read.
    #[error(transparent)]
    Fault(#[from] KeyFault),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The keys of a store; none if none of them signs.
pub async fn find(
    store: &dyn Store,
    secret_ciphers: &SecretCiphers,
) -> Result<Option<SigningKeys>, SigningKeyError> {
    let (keys, secret) = query(store, ReadKind::Scan, Find).await?;
    let newest = keys.iter().rfind(|key| key.retired.is_none());
    let Some((newest, secret)) = newest.zip(secret) else {
        return Ok(None);
    };
    let unreadable = || SigningKeyError::Unreadable {
        fingerprint: newest.fingerprint.clone(),
    };
    let pkcs8 = secret_ciphers
        .decrypt(&label(&newest.fingerprint), &secret.encrypted)
        .ok_or_else(unreadable)?;
    Ok(Some(SigningKeys {
        key: SigningKey::from_pkcs8(&pkcs8)?,
        created: newest.created,
        public_keys: public_halves(&keys)?,
    }))
}

/// The public halves of all keys of a store, the oldest first.
pub async fn public_keys(store: &dyn Store) -> Result<Vec<PublicKey>, SigningKeyError> {
    let (keys, _) = query(store, ReadKind::Scan, Find).await?;
    public_halves(&keys)
}

fn public_halves(keys: &[AuditSigningKey]) -> Result<Vec<PublicKey>, SigningKeyError> {
    let public_keys = keys.iter().map(|key| PublicKey::from_base64(&key.public_key));
    Ok(public_keys.collect::<Option<_>>().ok_or(KeyFault)?)
}

/// The keys of a store. The first use makes a key, and so does the first one after its [`LIFE`]; `record` is its audit record.
pub async fn find_or_make(
    store: &dyn Store,
    secret_ciphers: &Arc<SecretCiphers>,
    random: &Arc<dyn Random>,
    record: AuditRecord,
) -> Result<SigningKeys, SigningKeyError> {
    if let Some(keys) = find(store, secret_ciphers).await?
        && !keys.are_due(record.time)
    {
        return Ok(keys);
    }
    replace(store, secret_ciphers, random, record).await?;
    let made = find(store, secret_ciphers).await?;
    Ok(made.ok_or_else(|| StoreError::Engine("a signing key of the audit is gone".to_owned()))?)
}

/// Makes a key that signs from now on. The private halves of all others are forgotten.
pub async fn replace(
    store: &dyn Store,
    secret_ciphers: &Arc<SecretCiphers>,
    random: &Arc<dyn Random>,
    record: AuditRecord,
) -> Result<(), SigningKeyError> {
    let made = tokio::task::spawn_blocking(|| {
        let key = SigningKey::generate()?;
        Ok::<_, KeyFault>((key.public().clone(), key.to_pkcs8()?))
    });
    let (public, pkcs8) = made.await.map_err(|_| KeyFault)??;
    let replace = Replace {
        key: AuditSigningKey {
            fingerprint: public.fingerprint(),
            public_key: public.to_base64(),
            created: record.time,
            retired: None,
        },
        pkcs8,
        secret_ciphers: Arc::clone(secret_ciphers),
        random: Arc::clone(random),
    };
    Ok(administer(store, Some(record), replace).await?)
}

/// All keys, the oldest first.
pub(crate) async fn all(transaction: &mut Transaction<'_>) -> Result<Vec<AuditSigningKey>, StoreError> {
    transaction.all(AuditSigningKey::BY_TIME, &Key::new()).await
}

/// All keys, and the private half of the newest one that signs.
struct Find;

impl ReadQuery for Find {
    type Output = (Vec<AuditSigningKey>, Option<AuditSigningSecret>);

    async fn run<'a>(&'a self, mut transaction: Transaction<'a>) -> Result<Self::Output, StoreError> {
        let keys = all(&mut transaction).await?;
        let secret = match keys.iter().rfind(|key| key.retired.is_none()) {
            Some(key) => {
                let key = AuditSigningSecret::key_of(&key.fingerprint);
                transaction.get(&key).await?
            }
            None => None,
        };
        Ok((keys, secret))
    }
}

struct Replace {
    key: AuditSigningKey,
    pkcs8: Zeroizing<Vec<u8>>,
    secret_ciphers: Arc<SecretCiphers>,
    random: Arc<dyn Random>,
}

impl Administration for Replace {
    type Output = ();

    async fn run(&self, transaction: &mut Transaction<'_>) -> Result<(), WriteError> {
        for old in all(transaction).await?.iter().filter(|key| key.retired.is_none()) {
            let retired = AuditSigningKey {
                retired: Some(self.key.created),
                ..old.clone()
            };
            transaction.update(old, &retired).await?;
            let place = AuditSigningSecret::key_of(&old.fingerprint);
            if let Some(secret) = transaction.get::<AuditSigningSecret>(&place).await? {
                transaction.delete(&secret).await?;
            }
        }
        let cipher = self.secret_ciphers.in_use(transaction).await?;
        let label = label(&self.key.fingerprint);
        let secret = AuditSigningSecret {
            fingerprint: self.key.fingerprint.clone(),
            encrypted: cipher.encrypt(&label, &self.pkcs8, &*self.random),
        };
        transaction.insert(&self.key).await?;
        transaction.insert(&secret).await
    }
}
