//! The secrets of access keys, encrypted, and the decoy that is decrypted where there is none.

use roster_domain::random::Random;
use roster_domain::records::iam::{AccessKey, AccessKeySecret};
use secrecy::SecretString;

use crate::secret_cipher::{Cipher, SecretCiphers};

/// A secret that stands in for those that are not there. To reveal it is as much work as to reveal any.
pub(crate) struct Decoy(String);

impl Decoy {
    /// As long as the ids, accounts and secrets that there are.
    const ACCESS_KEY_ID: &str = "AKIA0000000000000000";
    const ACCOUNT: &str = "000000000000";
    pub(crate) const SECRET: &str = "the+secret+access+key+that+nobody+has+00";

    pub(crate) fn new(secret_ciphers: &SecretCiphers) -> Self {
        let label = label(Self::ACCESS_KEY_ID, Self::ACCOUNT);
        Self(secret_ciphers.encrypt_decoy(&label, Self::SECRET.as_bytes()))
    }

    pub(crate) fn reveal(&self, secret_ciphers: &SecretCiphers) -> Option<SecretString> {
        reveal(secret_ciphers, Self::ACCESS_KEY_ID, Self::ACCOUNT, &self.0)
    }
}

/// What the encryption of a secret binds it to.
pub(crate) fn label(access_key_id: &str, account: &str) -> String {
    format!("access key {access_key_id} of {account}")
}

/// The secret of an access key, as it is kept.
pub(crate) fn encrypted(
    key: &AccessKey,
    secret: &str,
    cipher: &Cipher,
    random: &dyn Random,
) -> AccessKeySecret {
    let label = label(&key.id, &key.account);
    AccessKeySecret {
        access_key_id: key.id.clone(),
        encrypted: cipher.encrypt(&label, secret.as_bytes(), random),
    }
}

/// A decrypted secret; none if no master key decrypts it.
pub(crate) fn reveal(
    secret_ciphers: &SecretCiphers,
    access_key_id: &str,
    account: &str,
    encrypted: &str,
) -> Option<SecretString> {
    let secret = secret_ciphers.decrypt(&label(access_key_id, account), encrypted)?;
    std::str::from_utf8(&secret).ok().map(SecretString::from)
}
