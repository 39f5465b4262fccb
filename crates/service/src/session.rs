//! Sessions of roles. The store keeps nothing of them: a session's token holds everything, encrypted with the
//! master key in use, so only servers that have the key can read it.

use roster_domain::random::Random;
use roster_model::shapes::Timestamp;
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::secret_cipher::{Cipher, SecretCiphers};

/// A session of a role.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Session {
    pub(crate) access_key_id: String,
    #[serde(with = "wiped")]
    pub(crate) secret_access_key: Zeroizing<String>,
    pub(crate) account: Box<str>,
    pub(crate) role_id: String,
    pub(crate) name: String,
    /// When it was begun. Tokens of older versions of Roster lack it and are refused, because it cannot be
    /// decided whether they were revoked.
    pub(crate) issued: Timestamp,
    /// The first moment at which it is over.
    pub(crate) expires: Timestamp,
    /// The session policy.
    pub(crate) policy: Option<String>,
    /// Tags that the role has not, or has with other values.
    pub(crate) tags: Vec<(String, String)>,
    /// The keys of those tags that go on to sessions begun in this one.
    pub(crate) transitive_tag_keys: Vec<String>,
    /// The source identity, if one was given.
    pub(crate) source_identity: Option<String>,
}

/// What keeps a token from being taken for another secret.
const LABEL: &str = "session token";

impl Session {
    /// The token of the session.
    pub(crate) fn token(&self, cipher: &Cipher, random: &dyn Random) -> serde_json::Result<String> {
        let content = Zeroizing::new(serde_json::to_vec(self)?);
        Ok(cipher.encrypt(LABEL, &content, random))
    }

    /// What its requests are signed with.
    pub(crate) fn secret(&self) -> SecretString {
        self.secret_access_key.as_str().into()
    }

    /// The session of a token, if it goes with the access key; none of anything else.
    pub(crate) fn read(secret_ciphers: &SecretCiphers, access_key_id: &str, token: &str) -> Option<Self> {
        let session: Self = serde_json::from_slice(&secret_ciphers.decrypt(LABEL, token)?).ok()?;
        (session.access_key_id == access_key_id).then_some(session)
    }
}

/// A text that is wiped when it is dropped, as any other text in JSON.
mod wiped {
    use serde::{Deserialize, Deserializer, Serializer};
    use zeroize::Zeroizing;

    pub(super) fn serialize<S: Serializer>(
        text: &Zeroizing<String>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(text)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Zeroizing<String>, D::Error> {
        String::deserialize(deserializer).map(Zeroizing::new)
    }
}
