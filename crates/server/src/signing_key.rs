//! From the secret of an access key to the keys that check signatures.

use std::sync::{PoisonError, RwLock};

use roster_sigv4::{Scope, SigningKey};
use secrecy::{ExposeSecret, SecretString};

/// The secret of an access key, with the signing keys that were derived from it.
pub(crate) struct Signer {
    secret_access_key: SecretString,
    derived: RwLock<Vec<Derived>>,
}

/// A signing key and what it was derived for: it is good for a day.
struct Derived {
    date: String,
    region: String,
    service: String,
    key: SigningKey,
}

/// How many signing keys of one access key are remembered: as many Regions and services as are used
/// on one day.
const REMEMBERED: usize = 32;

impl Signer {
    /// The signer of a secret.
    pub(crate) const fn new(secret_access_key: SecretString) -> Self {
        Self {
            secret_access_key,
            derived: RwLock::new(Vec::new()),
        }
    }

    /// The signing key for a scope, and whether it had to be derived.
    pub(crate) fn signing_key(&self, scope: &Scope<'_>) -> (SigningKey, bool) {
        let derived = self.derived.read().unwrap_or_else(PoisonError::into_inner);
        let remembered = derived.iter().find(|derived| {
            derived.date == scope.date && derived.region == scope.region && derived.service == scope.service
        });
        match remembered {
            Some(derived) => (derived.key.clone(), false),
            None => (self.derive(scope), true),
        }
    }

    /// Derives the signing key for a scope, whether it is remembered or not.
    pub(crate) fn derive(&self, scope: &Scope<'_>) -> SigningKey {
        tracing::trace!("a signing key is derived");
        SigningKey::derive(self.secret_access_key.expose_secret(), scope)
    }

    /// Caches a signing key that has verified a signature. Others could fill the cache.
    pub(crate) fn remember(&self, scope: &Scope<'_>, key: SigningKey) {
        let mut derived = self.derived.write().unwrap_or_else(PoisonError::into_inner);
        if derived.len() >= REMEMBERED {
            derived.remove(0);
        }
        derived.push(Derived {
            date: scope.date.to_owned(),
            region: scope.region.to_owned(),
            service: scope.service.to_owned(),
            key,
        });
    }
}
