//! Which master key the secrets of a store are encrypted with, and how they come under another:
//! docs/decisions/0031-key-fingerprints-and-rotation.md.

mod encrypted;

use std::sync::Arc;

use roster_domain::Key;
use roster_domain::audit::AuditRecord;
use roster_domain::random::Random;
use roster_domain::records::iam::{AccessKey, AccessKeySecret};
use roster_domain::records::{AuditCheckpoint, AuditSigningSecret, Mail, MasterKeyInUse, SecondFactor};
use roster_store::{ReadKind, Store, StoreError, Transaction, WriteError};
use thiserror::Error;

use crate::access_key_secrets::label;
use crate::administration::{Administration, administer};
use crate::master_key::Fingerprint;
use crate::read_query::{ReadQuery, query};
use crate::secret_cipher::SecretCiphers;

use encrypted::encrypt_some;

/// What a store says of its master key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kept {
    /// Nothing, and it has no secrets either.
    Nothing,
    /// Nothing, but it has secrets: an older version wrote it.
    Secrets,
    /// Which key is in use.
    InUse(MasterKeyInUse),
}

/// A key does not go with a store.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum KeyError {
    /// The store was encrypted with a key that is not there.
    #[error("the secrets in the database are encrypted with the master key {}", short(.expected))]
    Other {
        /// The fingerprint of the key in use, in hexadecimal digits.
        expected: String,
    },
    /// The store says nothing of its key, and the keys that are there do not decrypt what is in it.
    #[error(
        "the secret of the access key {access_key_id} in the database is encrypted with another master key"
    )]
    Unreadable {
        /// The access key.
        access_key_id: String,
    },
    /// The keys that are there do not decrypt a mail.
    #[error("the mail {id} in the database is encrypted with another master key")]
    UnreadableMail {
        /// The mail.
        id: String,
    },
    /// The keys that are there do not decrypt the second factor of a user.
    #[error("the second factor of the user {user_id} in the database is encrypted with another master key")]
    UnreadableSecondFactor {
        /// The user.
        user_id: String,
    },
    /// The keys that are there do not decrypt a signing key of the audit.
    #[error(
        "the signing key {fingerprint} of the audit in the database is encrypted with another master key"
    )]
    UnreadableSigningKey {
        /// The fingerprint of the signing key.
        fingerprint: String,
    },
    /// The keys that are there do not decrypt the seal of a checkpoint of the audit.
    #[error("the checkpoint of the audit chain {chain:?} in the database is sealed with another master key")]
    UnreadableCheckpoint {
        /// The chain.
        chain: String,
    },
    /// An earlier rotation was to lead to another key.
    #[error("an unfinished rotation leads to another master key, {}", short(.to))]
    Unfinished {
        /// The fingerprint of that key, in hexadecimal digits.
        to: String,
    },
    /// A rotation was not finished, and the key that it leads from is not there.
    #[error("the rotation from the master key {} is not finished", short(.from))]
    Interrupted {
        /// The fingerprint of that key, in hexadecimal digits.
        from: String,
    },
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What people see of a fingerprint.
pub fn short(fingerprint: &str) -> &str {
    fingerprint
        .get(..2 * Fingerprint::SHORT_BYTES)
        .unwrap_or(fingerprint)
}

/// What a store says of its master key.
pub async fn kept(store: &dyn Store) -> Result<Kept, StoreError> {
    query(store, ReadKind::Scan, FindKept).await
}

/// Makes sure that one of the keys is the one in use, or becomes it if the store has no secrets. Of several
/// servers that do so at once, one decides.
pub async fn adopt(store: &dyn Store, secret_ciphers: &Arc<SecretCiphers>) -> Result<(), KeyError> {
    if let Kept::InUse(in_use) = kept(store).await? {
        return require(secret_ciphers, &in_use);
    }
    administer(store, None, Adopt(Arc::clone(secret_ciphers))).await?
}

/// Begins to use another key, which is one of the vault's. Once this is done, no server encrypts with
/// the key before.
pub async fn begin(
    store: &dyn Store,
    secret_ciphers: &Arc<SecretCiphers>,
    to: Fingerprint,
    record: AuditRecord,
) -> Result<(), KeyError> {
    let begin = Begin {
        secret_ciphers: Arc::clone(secret_ciphers),
        to: to.to_hex(),
    };
    administer(store, Some(record), begin).await?
}

/// Where a rotation goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rest {
    secrets: Secrets,
    after: Key,
}

/// What is encrypted, in the order of a rotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Secrets {
    OfAccessKeys,
    OfSecondFactors,
    OfAuditSigningKeys,
    OfAuditCheckpoints,
    Mails,
}

impl Secrets {
    const fn next(self) -> Option<Self> {
        match self {
            Self::OfAccessKeys => Some(Self::OfSecondFactors),
            Self::OfSecondFactors => Some(Self::OfAuditSigningKeys),
            Self::OfAuditSigningKeys => Some(Self::OfAuditCheckpoints),
            Self::OfAuditCheckpoints => Some(Self::Mails),
            Self::Mails => None,
        }
    }
}

/// Encrypts some secrets with the key in use: those of access keys and of second factors, signing keys of the audit, and mails. Gives where to go on, if
/// there are more. What is made meanwhile is under the key in use anyway.
pub async fn encrypt_anew(
    store: &dyn Store,
    secret_ciphers: &Arc<SecretCiphers>,
    random: &Arc<dyn Random>,
    rest: Option<Rest>,
    limit: usize,
) -> Result<Option<Rest>, KeyError> {
    let (mut secrets, mut after) = match rest {
        None => (Secrets::OfAccessKeys, None),
        Some(rest) => (rest.secrets, Some(rest.after)),
    };
    loop {
        let next = match secrets {
            Secrets::OfAccessKeys => {
                encrypt_some::<AccessKeySecret>(store, secret_ciphers, random, after, limit).await?
            }
            Secrets::OfSecondFactors => {
                encrypt_some::<SecondFactor>(store, secret_ciphers, random, after, limit).await?
            }
            Secrets::OfAuditSigningKeys => {
                encrypt_some::<AuditSigningSecret>(store, secret_ciphers, random, after, limit).await?
            }
            Secrets::OfAuditCheckpoints => {
                encrypt_some::<AuditCheckpoint>(store, secret_ciphers, random, after, limit).await?
            }
            Secrets::Mails => encrypt_some::<Mail>(store, secret_ciphers, random, after, limit).await?,
        };
        if let Some(after) = next {
            return Ok(Some(Rest { secrets, after }));
        }
        let Some(following) = secrets.next() else {
            return Ok(None);
        };
        (secrets, after) = (following, None);
    }
}

/// Notes that no secret is encrypted with the key before any more.
pub async fn end(store: &dyn Store, record: AuditRecord) -> Result<(), StoreError> {
    administer(store, Some(record), End).await
}

fn require(secret_ciphers: &SecretCiphers, in_use: &MasterKeyInUse) -> Result<(), KeyError> {
    if secret_ciphers.find(&in_use.fingerprint).is_none() {
        return Err(KeyError::Other {
            expected: in_use.fingerprint.clone(),
        });
    }
    match &in_use.previous {
        Some(previous) if secret_ciphers.find(previous).is_none() => Err(KeyError::Interrupted {
            from: previous.clone(),
        }),
        Some(_) | None => Ok(()),
    }
}

async fn in_use(transaction: &mut Transaction<'_>) -> Result<Option<MasterKeyInUse>, StoreError> {
    transaction.get(&MasterKeyInUse::place()).await
}

/// The secret of any access key.
async fn any_secret(
    transaction: &mut Transaction<'_>,
) -> Result<Option<(AccessKey, AccessKeySecret)>, StoreError> {
    let page = transaction
        .page::<AccessKey>(&AccessKey::BY_USER, &Key::new(), None, 1)
        .await?;
    let Some(key) = page.records.into_iter().next() else {
        return Ok(None);
    };
    let secret = transaction.get(&AccessKeySecret::key_of(&key.id)).await?;
    Ok(secret.map(|secret| (key, secret)))
}

struct FindKept;

impl ReadQuery for FindKept {
    type Output = Kept;

    async fn run<'a>(&'a self, mut transaction: Transaction<'a>) -> Result<Kept, StoreError> {
        Ok(match in_use(&mut transaction).await? {
            Some(in_use) => Kept::InUse(in_use),
            None if any_secret(&mut transaction).await?.is_some() => Kept::Secrets,
            None => Kept::Nothing,
        })
    }
}

struct Adopt(Arc<SecretCiphers>);

impl Administration for Adopt {
    type Output = Result<(), KeyError>;

    async fn run(&self, transaction: &mut Transaction<'_>) -> Result<Self::Output, WriteError> {
        let Self(secret_ciphers) = self;
        if let Some(in_use) = in_use(transaction).await? {
            return Ok(require(secret_ciphers, &in_use));
        }
        let cipher = match any_secret(transaction).await? {
            None => secret_ciphers.newest(),
            Some((key, secret)) => {
                let readable = secret_ciphers.decrypt(&label(&key.id, &key.account), &secret.encrypted);
                match secret_ciphers
                    .key_of(&secret.encrypted)
                    .filter(|_| readable.is_some())
                {
                    Some(cipher) => cipher,
                    None => {
                        return Ok(Err(KeyError::Unreadable {
                            access_key_id: key.id,
                        }));
                    }
                }
            }
        };
        let in_use = MasterKeyInUse {
            fingerprint: cipher.fingerprint().to_hex(),
            previous: None,
        };
        transaction.insert(&in_use).await?;
        Ok(Ok(()))
    }
}

struct Begin {
    secret_ciphers: Arc<SecretCiphers>,
    to: String,
}

impl Administration for Begin {
    type Output = Result<(), KeyError>;

    async fn run(&self, transaction: &mut Transaction<'_>) -> Result<Self::Output, WriteError> {
        let old = in_use(transaction).await?;
        let old =
            old.ok_or_else(|| StoreError::Corrupt("it says of no master key that it is in use".to_owned()))?;
        if old.fingerprint == self.to {
            return Ok(Ok(()));
        }
        if old.previous.is_some() {
            return Ok(Err(KeyError::Unfinished { to: old.fingerprint }));
        }
        if let Err(error) = require(&self.secret_ciphers, &old) {
            return Ok(Err(error));
        }
        let new = MasterKeyInUse {
            fingerprint: self.to.clone(),
            previous: Some(old.fingerprint.clone()),
        };
        transaction.update(&old, &new).await?;
        Ok(Ok(()))
    }
}

struct End;

impl Administration for End {
    type Output = ();

    async fn run(&self, transaction: &mut Transaction<'_>) -> Result<(), WriteError> {
        if let Some(old) = in_use(transaction).await? {
            let new = MasterKeyInUse {
                previous: None,
                ..old.clone()
            };
            transaction.update(&old, &new).await?;
        }
        Ok(())
    }
}
