//! The access keys that requests may be signed with.

use std::collections::HashMap;
use std::fmt;
use std::sync::{PoisonError, RwLock};

use roster_sigv4::{Scope, SigningKey};

/// An access key of an account's root.
#[derive(Clone)]
pub struct Credential {
    /// Its public half.
    pub access_key_id: String,
    /// Its secret half.
    pub secret_access_key: String,
    /// The account it belongs to.
    pub account: Box<str>,
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

/// All access keys, with the signing keys that were derived from them.
pub struct Credentials {
    keys: HashMap<String, Key>,
    default: Credential,
    nobody: Key,
}

struct Key {
    credential: Credential,
    derived: RwLock<Vec<Derived>>,
}

/// A signing key and what it was derived for: it is good for a day.
struct Derived {
    date: String,
    region: String,
    service: String,
    key: SigningKey,
}

impl Derived {
    fn is_for(&self, scope: &Scope<'_>) -> bool {
        self.date == scope.date && self.region == scope.region && self.service == scope.service
    }
}

/// How many signing keys of one access key are remembered: as many Regions and services as are used on one day.
const REMEMBERED: usize = 32;

impl Credentials {
    /// These keys, of which the first also speaks for those who need not sign.
    pub fn new(default: Credential, others: impl IntoIterator<Item = Credential>) -> Self {
        let nobody = Credential {
            access_key_id: String::new(),
            secret_access_key: "the secret of nobody, as long as any".to_owned(),
            account: "".into(),
        };
        let all = std::iter::once(default.clone()).chain(others);
        Self {
            keys: all
                .map(|credential| (credential.access_key_id.clone(), Key::new(credential)))
                .collect(),
            default,
            nobody: Key::new(nobody),
        }
    }

    /// The account of those who need not sign.
    pub(crate) fn default_account(&self) -> &str {
        &self.default.account
    }

    /// The key of this id.
    pub(crate) fn find(&self, access_key_id: &str) -> Option<Found<'_>> {
        self.keys.get(access_key_id).map(Found)
    }

    /// A key that no signature matches: checking against it takes as long as against any other, so
    /// that time does not tell which keys there are.
    pub(crate) fn nobody(&self) -> Found<'_> {
        Found(&self.nobody)
    }
}

/// A key that was found.
#[derive(Clone, Copy)]
pub(crate) struct Found<'k>(&'k Key);

impl Key {
    fn new(credential: Credential) -> Self {
        Self {
            credential,
            derived: RwLock::default(),
        }
    }
}

impl<'k> Found<'k> {
    /// The account that the key belongs to.
    pub(crate) fn account(self) -> &'k str {
        &self.0.credential.account
    }

    /// The signing key for a scope, and whether it had to be derived.
    pub(crate) fn signing_key(self, scope: &Scope<'_>) -> (SigningKey, bool) {
        let derived = self.0.derived.read().unwrap_or_else(PoisonError::into_inner);
        let remembered = derived.iter().find(|derived| derived.is_for(scope));
        match remembered {
            Some(derived) => (derived.key.clone(), false),
            None => (
                SigningKey::derive(&self.0.credential.secret_access_key, scope),
                true,
            ),
        }
    }

    /// Remembers a signing key. Only one that has verified a signature is worth it: nobody else
    /// may fill the memory.
    pub(crate) fn remember(self, scope: &Scope<'_>, key: SigningKey) {
        let mut derived = self.0.derived.write().unwrap_or_else(PoisonError::into_inner);
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
