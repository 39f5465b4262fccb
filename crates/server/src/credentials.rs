//! The access keys of the accounts' roots.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard};
use std::time::SystemTime;

use secrecy::SecretString;

use crate::signing_key::Signer;

/// An access key of an account's root.
#[derive(Clone)]
pub struct Credential {
    /// Its public half.
    pub access_key_id: String,
    /// Its secret half.
    pub secret_access_key: SecretString,
    /// The account it belongs to.
    pub account: Box<str>,
    /// The first moment at which it is as good as unknown; none if it stays good.
    pub valid_until: Option<SystemTime>,
}

impl fmt::Debug for Credential {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "Credential({} of {})",
            self.access_key_id, self.account
        )
    }
}

/// The access keys of all roots. They can be replaced while requests are answered.
pub struct Credentials(RwLock<Roots>);

struct Roots {
    keys: HashMap<String, RootKey>,
    default_account: Arc<str>,
}

/// An access key of a root.
#[derive(Clone)]
pub(crate) struct RootKey {
    /// What checks its signatures.
    pub(crate) signer: Arc<Signer>,
    /// The account it belongs to.
    pub(crate) account: Arc<str>,
    valid_until: Option<SystemTime>,
}

impl Credentials {
    /// These keys, and the account of unsigned requests where none need be signed.
    pub fn new(default_account: &str, keys: impl IntoIterator<Item = Credential>) -> Self {
        let key = |credential: Credential| {
            let key = RootKey {
                signer: Arc::new(Signer::new(credential.secret_access_key)),
                account: credential.account.into(),
                valid_until: credential.valid_until,
            };
            (credential.access_key_id, key)
        };
        Self(RwLock::new(Roots {
            keys: keys.into_iter().map(key).collect(),
            default_account: default_account.into(),
        }))
    }

    /// Replaces everything by what others are. A request that has found its key already is answered.
    pub(crate) fn replace(&self, others: Self) {
        let others = others.0.into_inner().unwrap_or_else(PoisonError::into_inner);
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = others;
    }

    /// The account of unsigned requests.
    pub(crate) fn default_account(&self) -> Arc<str> {
        Arc::clone(&self.roots().default_account)
    }

    /// The key of this id, if it is good now.
    pub(crate) fn find(&self, access_key_id: &str, now: SystemTime) -> Option<RootKey> {
        let roots = self.roots();
        let key = roots.keys.get(access_key_id)?;
        key.valid_until.is_none_or(|end| now < end).then(|| key.clone())
    }

    fn roots(&self) -> RwLockReadGuard<'_, Roots> {
        self.0.read().unwrap_or_else(PoisonError::into_inner)
    }
}
