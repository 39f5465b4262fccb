//! Records with an encrypted text, and how they come under another master key.

use std::marker::PhantomData;
use std::sync::Arc;

use roster_domain::random::Random;
use roster_domain::records::iam::{AccessKey, AccessKeySecret};
use roster_domain::records::{AuditCheckpoint, AuditSigningKey, AuditSigningSecret, Mail, SecondFactor};
use roster_domain::{Index, Key, Record};
use roster_store::{Page, ReadKind, Store, StoreError, Transaction, WriteError};

use super::KeyError;
use crate::access_key_secrets;
use crate::administration::{Administration, administer};
use crate::audit_checkpoints;
use crate::audit_signing_keys;
use crate::notify;
use crate::read_query::{ReadQuery, query};
use crate::second_factors;
use crate::secret_cipher::{Cipher, SecretCiphers};

/// A kind of record with an encrypted text.
pub(super) trait Encrypted: Record {
    /// The records that lead to them, in the order of an index.
    type Listed: Record;

    /// That index.
    const INDEX: &'static Index;

    /// Where the encrypted record of a listed one is kept.
    fn place(listed: &Self::Listed) -> Key;

    /// What the text is encrypted for.
    fn label(listed: &Self::Listed) -> String;

    /// The encrypted text.
    fn text(&self) -> &str;

    /// The same record with another encrypted text.
    #[must_use]
    fn with_text(&self, text: String) -> Self;

    /// No key decrypts it.
    fn unreadable(listed: &Self::Listed) -> KeyError;
}

impl Encrypted for AccessKeySecret {
    type Listed = AccessKey;

    const INDEX: &'static Index = &AccessKey::BY_USER;

    fn place(key: &AccessKey) -> Key {
        Self::key_of(&key.id)
    }

    fn label(key: &AccessKey) -> String {
        access_key_secrets::label(&key.id, &key.account)
    }

    fn text(&self) -> &str {
        &self.encrypted
    }

    fn with_text(&self, encrypted: String) -> Self {
        Self {
            encrypted,
            ..self.clone()
        }
    }

    fn unreadable(key: &AccessKey) -> KeyError {
        KeyError::Unreadable {
            access_key_id: key.id.clone(),
        }
    }
}

impl Encrypted for Mail {
    type Listed = Self;

    const INDEX: &'static Index = Self::BY_TIME;

    fn place(mail: &Self) -> Key {
        Self::key_of(&mail.id)
    }

    fn label(mail: &Self) -> String {
        notify::label(&mail.id)
    }

    fn text(&self) -> &str {
        &self.content
    }

    fn with_text(&self, content: String) -> Self {
        Self {
            content,
            ..self.clone()
        }
    }

    fn unreadable(mail: &Self) -> KeyError {
        KeyError::UnreadableMail {
            id: mail.id.to_string(),
        }
    }
}

impl Encrypted for SecondFactor {
    type Listed = Self;

    const INDEX: &'static Index = Self::BY_USER;

    fn place(factor: &Self) -> Key {
        Self::key_of(&factor.instance_id, &factor.user_id)
    }

    fn label(factor: &Self) -> String {
        second_factors::label(factor)
    }

    fn text(&self) -> &str {
        &self.secret
    }

    fn with_text(&self, secret: String) -> Self {
        Self {
            secret,
            ..self.clone()
        }
    }

    fn unreadable(factor: &Self) -> KeyError {
        KeyError::UnreadableSecondFactor {
            user_id: factor.user_id.to_string(),
        }
    }
}

impl Encrypted for AuditSigningSecret {
    type Listed = AuditSigningKey;

    const INDEX: &'static Index = AuditSigningKey::BY_TIME;

    fn place(key: &AuditSigningKey) -> Key {
        Self::key_of(&key.fingerprint)
    }

    fn label(key: &AuditSigningKey) -> String {
        audit_signing_keys::label(&key.fingerprint)
    }

    fn text(&self) -> &str {
        &self.encrypted
    }

    fn with_text(&self, encrypted: String) -> Self {
        Self {
            encrypted,
            ..self.clone()
        }
    }

    fn unreadable(key: &AuditSigningKey) -> KeyError {
        KeyError::UnreadableSigningKey {
            fingerprint: key.fingerprint.clone(),
        }
    }
}

impl Encrypted for AuditCheckpoint {
    type Listed = Self;

    const INDEX: &'static Index = Self::BY_CHAIN;

    fn place(checkpoint: &Self) -> Key {
        Self::key_of(&checkpoint.head)
    }

    fn label(checkpoint: &Self) -> String {
        audit_checkpoints::label(checkpoint)
    }

    fn text(&self) -> &str {
        &self.seal
    }

    fn with_text(&self, seal: String) -> Self {
        Self { seal, ..self.clone() }
    }

    fn unreadable(checkpoint: &Self) -> KeyError {
        KeyError::UnreadableCheckpoint {
            chain: checkpoint.chain.clone(),
        }
    }
}

/// Encrypts some records of a kind with the key in use; gives where to go on, if there are more.
pub(super) async fn encrypt_some<E: Encrypted>(
    store: &dyn Store,
    secret_ciphers: &Arc<SecretCiphers>,
    random: &Arc<dyn Random>,
    after: Option<Key>,
    limit: usize,
) -> Result<Option<Key>, KeyError> {
    let find = Find::<E> {
        after,
        limit,
        kind: PhantomData,
    };
    let page = query(store, ReadKind::Scan, find).await?;
    let encrypt = EncryptAnew::<E> {
        secret_ciphers: Arc::clone(secret_ciphers),
        random: Arc::clone(random),
        listed: page.records,
    };
    administer(store, None, encrypt).await??;
    Ok(page.next)
}

struct Find<E> {
    after: Option<Key>,
    limit: usize,
    kind: PhantomData<fn() -> E>,
}

impl<E: Encrypted> ReadQuery for Find<E> {
    type Output = Page<E::Listed>;

    async fn run<'a>(&'a self, mut transaction: Transaction<'a>) -> Result<Self::Output, StoreError> {
        transaction
            .page(E::INDEX, &Key::new(), self.after.as_ref(), self.limit)
            .await
    }
}

struct EncryptAnew<E: Encrypted> {
    secret_ciphers: Arc<SecretCiphers>,
    random: Arc<dyn Random>,
    listed: Vec<E::Listed>,
}

impl<E: Encrypted> Administration for EncryptAnew<E> {
    type Output = Result<(), KeyError>;

    async fn run(&self, transaction: &mut Transaction<'_>) -> Result<Self::Output, WriteError> {
        let cipher = self.secret_ciphers.in_use(transaction).await?;
        for listed in &self.listed {
            // It may have changed since, or been deleted.
            let Some(old) = transaction.get::<E>(&E::place(listed)).await? else {
                continue;
            };
            let found = self.secret_ciphers.key_of(old.text()).map(Cipher::fingerprint);
            if found == Some(cipher.fingerprint()) {
                continue;
            }
            let label = E::label(listed);
            let Some(text) = self.secret_ciphers.decrypt(&label, old.text()) else {
                return Ok(Err(E::unreadable(listed)));
            };
            let new = old.with_text(cipher.encrypt(&label, &text, &*self.random));
            transaction.update(&old, &new).await?;
        }
        Ok(Ok(()))
    }
}
