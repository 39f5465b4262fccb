//! Where access keys are found. An unknown key takes as long as a known one with a wrong signature.

use std::hint::black_box;
use std::sync::{Arc, Once};
use std::time::SystemTime;

use roster_domain::AccountRegion;
use roster_service::{Refusal, Service, SigningSecret};
use roster_sigv4::Scope;

use crate::credential_cache::{CachedCredential, CredentialCache, PresentedCredential};
use crate::credentials::{Credentials, RootKey};
use crate::exception::Failure;
use crate::signing_key::Signer;

/// The access keys of roots, those that were cached, and those in the store.
#[derive(Clone, Copy)]
pub(super) struct KeyLookup<'p> {
    pub(super) roots: &'p Credentials,
    pub(super) cache: &'p CredentialCache,
    pub(super) service: &'p Service,
}

/// What a signature can be checked with.
pub(super) enum Key {
    Root(RootKey),
    /// A cached credential.
    Remembered(Arc<CachedCredential>),
    /// A key of which only the secret and the account were looked up.
    Stored {
        signer: Arc<Signer>,
        account: Box<str>,
    },
    /// An unknown key: the look-up found nothing.
    Decoy(Arc<Signer>),
}

impl KeyLookup<'_> {
    /// Finds what a signature with this key can be checked with. An account's root has no sessions, so its
    /// key with a token is unknown.
    pub(super) async fn find(
        self,
        presented: PresentedCredential<'_>,
        now: SystemTime,
    ) -> Result<Key, Failure> {
        let root = self.roots.find(presented.access_key_id, now);
        if let Some(root) = root.filter(|_| presented.session_token.is_none()) {
            return Ok(Key::Root(root));
        }
        if let Some(key) = self.cache.get_if_fresh(presented, now) {
            return Ok(Key::Remembered(key));
        }
        Ok(match self.signing_secret(presented).await? {
            SigningSecret::Found { secret, account } => Key::Stored {
                signer: Arc::new(Signer::new(secret)),
                account,
            },
            SigningSecret::Decoy(secret) => Key::Decoy(Arc::new(Signer::new(secret))),
        })
    }

    async fn signing_secret(self, presented: PresentedCredential<'_>) -> Result<SigningSecret, Failure> {
        let signing_secret = self
            .service
            .secret(presented.access_key_id, presented.session_token);
        Ok(signing_secret.await.map_err(Refusal::from)?)
    }

    /// Whether a key has verified a signature, as far as is remembered.
    pub(super) fn has_verified(self, presented: PresentedCredential<'_>, now: SystemTime) -> bool {
        self.roots.find(presented.access_key_id, now).is_some() || self.cache.has_verified(presented)
    }

    /// The account in the Region, if the Region is one of the account's partition.
    pub(super) fn account_region(self, account: &str, region: &str) -> Option<AccountRegion> {
        self.service.accounts().account_region(account, region)
    }

    /// Does the work that a cache has saved, before a wrong signature is refused: an unknown key costs one
    /// look-up, one decryption and one derivation, and a known one must take as long.
    pub(super) async fn equalize_timing(
        self,
        key: &Key,
        derived: bool,
        presented: PresentedCredential<'_>,
        scope: &Scope<'_>,
    ) -> Result<(), Failure> {
        if !key.was_looked_up() {
            self.signing_secret(presented).await?;
        }
        if !derived {
            black_box(key.signer().derive(scope));
        }
        Ok(())
    }

    /// Logs once that the account of a known key is closed. The caller only learns that the key is unknown.
    pub(super) fn warn_of_closed_account(self, key: &Key) {
        static WARNED: Once = Once::new();
        let closed = key
            .account()
            .filter(|account| self.service.accounts().partition(account).is_none());
        if let Some(account) = closed {
            WARNED.call_once(|| {
                tracing::warn!(
                    account,
                    "a key was refused because no profile in the credentials file names its account: if it is not closed, add a profile with its aws_account_id"
                );
            });
        }
    }
}

impl Key {
    pub(super) fn signer(&self) -> &Signer {
        match self {
            Self::Root(root) => &root.signer,
            Self::Remembered(key) => &key.signer,
            Self::Stored { signer, .. } | Self::Decoy(signer) => signer,
        }
    }

    /// The account that it belongs to; none for an unknown key.
    pub(super) fn account(&self) -> Option<&str> {
        match self {
            Self::Root(root) => Some(&root.account),
            Self::Remembered(key) => Some(&key.credential.account),
            Self::Stored { account, .. } => Some(account),
            Self::Decoy(_) => None,
        }
    }

    /// Whether the store was asked for it.
    const fn was_looked_up(&self) -> bool {
        match self {
            Self::Root(_) | Self::Remembered(_) => false,
            Self::Stored { .. } | Self::Decoy(_) => true,
        }
    }
}
