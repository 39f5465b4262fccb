//! The access keys of the accounts' roots.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;
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

/// The access keys of all roots.
pub struct Credentials {
    keys: HashMap<String, RootKey>,
    default_account: Box<str>,
}

/// An access key of a root.
#[derive(Clone)]
pub(crate) struct RootKey {
    /// What checks its signatures.
    pub(crate) signer: Arc<Signer>,
    /// The account it belongs to.
    pub(crate) account: Box<str>,
    valid_until: Option<SystemTime>,
}

impl Credentials {
    /// These keys, and the account of unsigned requests where none need be signed.
    pub fn new(default_account: Box<str>, keys: impl IntoIterator<Item = Credential>) -> Self {
        let key = |credential: Credential| {
            let key = RootKey {
                signer: Arc::new(Signer::new(credential.secret_access_key)),
                account: credential.account,
                valid_until: credential.valid_until,
            };
            (credential.access_key_id, key)
        };
        Self {
            keys: keys.into_iter().map(key).collect(),
            default_account,
        }
    }

    /// The account of unsigned requests.
    pub(crate) fn default_account(&self) -> &str {
        &self.default_account
    }

    /// The key of this id, if it is good now.
    pub(crate) fn find(&self, access_key_id: &str, now: SystemTime) -> Option<&RootKey> {
        let key = self.keys.get(access_key_id)?;
        key.valid_until.is_none_or(|end| now < end).then_some(key)
    }
}
