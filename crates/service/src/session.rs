//! Sessions of roles. Nothing is kept of one: its token holds all there is to know, encrypted with
//! the master key in use, so that any server that has the key can read it and nobody else.

use roster_domain::random::Random;
use roster_model::shapes::Timestamp;
use serde::{Deserialize, Serialize};

use crate::vault::{Cipher, Vault};

/// A session of a role.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Session {
    pub(crate) access_key_id: String,
    pub(crate) secret_access_key: String,
    pub(crate) account: Box<str>,
    pub(crate) role_id: String,
    pub(crate) name: String,
    /// The first moment at which it is over.
    pub(crate) expires: Timestamp,
    /// The session policy.
    pub(crate) policy: Option<String>,
    /// Tags that the role has not, or has with other values.
    pub(crate) tags: Vec<(String, String)>,
}

/// What keeps a token from being taken for another secret.
const LABEL: &str = "session token";

impl Session {
    /// The token of the session.
    pub(crate) fn token(&self, cipher: &Cipher, random: &dyn Random) -> serde_json::Result<String> {
        Ok(cipher.lock(LABEL, &serde_json::to_vec(self)?, random))
    }

    /// The session of a token, if it goes with the access key; none of anything else.
    pub(crate) fn read(vault: &Vault, access_key_id: &str, token: &str) -> Option<Self> {
        let session: Self = serde_json::from_slice(&vault.unlock(LABEL, token)?).ok()?;
        (session.access_key_id == access_key_id).then_some(session)
    }
}
