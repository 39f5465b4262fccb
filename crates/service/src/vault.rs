//! What must be kept secret and yet be read again: encrypted with the master key, which no store ever
//! holds. Why it cannot be hashed: docs/decisions/0013-secrets-of-access-keys.md.

use std::fmt;

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use roster_domain::random::Random;

/// A master key at work.
pub struct Vault(LessSafeKey);

impl Vault {
    /// The length of a master key.
    pub const KEY_BYTES: usize = 32;

    /// A vault with this master key.
    ///
    /// # Panics
    ///
    /// Never: the key has the length that the cipher takes.
    pub fn new(master_key: &[u8; Self::KEY_BYTES]) -> Self {
        let key = UnboundKey::new(&AES_256_GCM, master_key).expect("AES-256 takes keys of 32 bytes");
        Self(LessSafeKey::new(key))
    }

    /// Locks something up: only [`Self::unlock`] with the same label gives it back.
    pub(crate) fn lock(&self, label: &str, content: &[u8], random: &dyn Random) -> String {
        let mut nonce = [0; NONCE_LEN];
        random.fill(&mut nonce);
        self.lock_with(nonce, label, content)
    }

    /// Locks up what never leaves this process, as the only thing ever with a nonce of zeros.
    pub(crate) fn lock_decoy(&self, label: &str, content: &[u8]) -> String {
        self.lock_with([0; NONCE_LEN], label, content)
    }

    fn lock_with(&self, nonce: [u8; NONCE_LEN], label: &str, content: &[u8]) -> String {
        let mut sealed = content.to_vec();
        self.0
            .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::from(label), &mut sealed)
            .expect("what is locked up is far smaller than the cipher's limit");
        BASE64_URL_SAFE_NO_PAD.encode([&nonce[..], &sealed].concat())
    }

    /// What was locked up with this master key under this label; none of anything else.
    pub(crate) fn unlock(&self, label: &str, locked: &str) -> Option<Vec<u8>> {
        let bytes = BASE64_URL_SAFE_NO_PAD.decode(locked).ok()?;
        let (nonce, sealed) = bytes.split_first_chunk()?;
        tracing::trace!("something is decrypted");
        let mut content = sealed.to_vec();
        let length = self
            .0
            .open_in_place(
                Nonce::assume_unique_for_key(*nonce),
                Aad::from(label),
                &mut content,
            )
            .ok()?
            .len();
        content.truncate(length);
        Some(content)
    }
}

impl fmt::Debug for Vault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Vault")
    }
}

#[cfg(test)]
mod tests {
    use roster_domain::random::SystemEntropy;

    use super::*;

    #[test]
    fn what_is_locked_up_comes_back_under_its_label_and_key_only() {
        let (vault, other) = (Vault::new(&[1; 32]), Vault::new(&[2; 32]));
        let random = SystemEntropy::default();

        let locked = vault.lock("AKIA1", b"the secret", &random);

        assert_eq!(
            vault.unlock("AKIA1", &locked).as_deref(),
            Some(&b"the secret"[..])
        );
        assert_eq!(vault.unlock("AKIA2", &locked), None);
        assert_eq!(other.unlock("AKIA1", &locked), None);
        assert!(!locked.contains("secret"));
        assert_ne!(vault.lock("AKIA1", b"the secret", &random), locked);
    }

    #[test]
    fn what_was_tampered_with_or_never_locked_up_gives_nothing() {
        let vault = Vault::new(&[1; 32]);
        let locked = vault.lock("AKIA1", b"the secret", &SystemEntropy::default());
        let mut other = locked.clone().into_bytes();
        other[20] = if other[20] == b'A' { b'B' } else { b'A' };
        let other = String::from_utf8(other).expect("text");

        for garbage in [&*other, &locked[..locked.len() - 4], "", "short", "not base64!"] {
            assert_eq!(vault.unlock("AKIA1", garbage), None, "{garbage}");
        }
    }
}
