//! What must be kept secret and yet be read again: encrypted with a master key, which no store ever
//! holds. Why it cannot be hashed: docs/decisions/0013-secrets-of-access-keys.md. Why there may be
//! several keys: docs/decisions/0031-key-fingerprints-and-rotation.md.

use std::fmt;

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use roster_domain::random::Random;
use roster_domain::records::MasterKeyInUse;
use roster_store::{StoreError, Transaction};
use zeroize::Zeroizing;

use crate::master_key::{Fingerprint, MasterKey};

/// The master keys at work: all of them decrypt, and the store says which one encrypts.
pub struct SecretCiphers {
    oldest: Cipher,
    newer: Vec<Cipher>,
}

/// A master key at work.
pub(crate) struct Cipher {
    fingerprint: Fingerprint,
    key: LessSafeKey,
}

impl SecretCiphers {
    /// A vault with these keys, in the order in which they were made.
    pub fn new(oldest: &MasterKey, newer: &[MasterKey]) -> Self {
        Self {
            oldest: Cipher::new(oldest),
            newer: newer.iter().map(Cipher::new).collect(),
        }
    }

    /// The fingerprints of the keys, in the order in which they were made.
    pub fn fingerprints(&self) -> impl Iterator<Item = Fingerprint> {
        self.ciphers().map(|cipher| cipher.fingerprint)
    }

    fn ciphers(&self) -> impl DoubleEndedIterator<Item = &Cipher> {
        std::iter::once(&self.oldest).chain(&self.newer)
    }

    /// The key of this fingerprint, in hexadecimal digits.
    pub(crate) fn find(&self, fingerprint: &str) -> Option<&Cipher> {
        self.ciphers()
            .find(|cipher| cipher.fingerprint.to_hex() == fingerprint)
    }

    /// The key that was made last.
    pub(crate) fn newest(&self) -> &Cipher {
        self.newer.last().unwrap_or(&self.oldest)
    }

    /// The key that new secrets are encrypted with, as the store says in the same transaction. So no server
    /// encrypts with an old key after another process has begun to use a new one.
    pub(crate) async fn in_use(&self, transaction: &mut Transaction<'_>) -> Result<&Cipher, StoreError> {
        let in_use: Option<MasterKeyInUse> = transaction.get(&MasterKeyInUse::place()).await?;
        let Some(MasterKeyInUse { fingerprint, .. }) = in_use else {
            return Err(StoreError::Corrupt(
                "it says of no master key that it is in use: restart the server".to_owned(),
            ));
        };
        self.find(&fingerprint).ok_or_else(|| {
            let short: String = fingerprint.chars().take(2 * Fingerprint::SHORT_BYTES).collect();
            StoreError::Engine(format!(
                "secrets are now encrypted with the master key {short}, which this server does not have: \
                 give it the new file of master keys and restart it"
            ))
        })
    }

    /// Encrypts what never leaves this process, as the only thing ever with a nonce of zeros.
    pub(crate) fn encrypt_decoy(&self, label: &str, content: &[u8]) -> String {
        self.newest().encrypt_with([0; NONCE_LEN], label, content)
    }

    /// What was encrypted with one of the keys under this label; none of anything else. It is one
    /// decryption, whichever key it was.
    pub(crate) fn decrypt(&self, label: &str, locked: &str) -> Option<Zeroizing<Vec<u8>>> {
        let bytes = BASE64_URL_SAFE_NO_PAD.decode(locked).ok()?;
        let (cipher, sealed) = self.split(&bytes);
        cipher.open(label, sealed)
    }

    /// The key that something was encrypted with.
    pub(crate) fn key_of(&self, locked: &str) -> Option<&Cipher> {
        let bytes = BASE64_URL_SAFE_NO_PAD.decode(locked).ok()?;
        Some(self.split(&bytes).0)
    }

    /// The key that something was encrypted with, and the rest. What names none of the keys is what older
    /// versions wrote, with the only key there was.
    fn split<'b>(&self, bytes: &'b [u8]) -> (&Cipher, &'b [u8]) {
        let named = self.ciphers().find_map(|cipher| {
            let rest = bytes.strip_prefix(cipher.fingerprint.short())?;
            Some((cipher, rest))
        });
        named.unwrap_or((&self.oldest, bytes))
    }
}

impl Cipher {
    fn new(master_key: &MasterKey) -> Self {
        let key = UnboundKey::new(&AES_256_GCM, master_key.bytes()).expect("AES-256 takes keys of 32 bytes");
        Self {
            fingerprint: master_key.fingerprint(),
            key: LessSafeKey::new(key),
        }
    }

    /// Its fingerprint.
    pub(crate) const fn fingerprint(&self) -> Fingerprint {
        self.fingerprint
    }

    /// Encrypts something: only [`SecretCiphers::decrypt`] with the same label gives it back.
    pub(crate) fn encrypt(&self, label: &str, content: &[u8], random: &dyn Random) -> String {
        let mut nonce = [0; NONCE_LEN];
        random.fill(&mut nonce);
        self.encrypt_with(nonce, label, content)
    }

    fn encrypt_with(&self, nonce: [u8; NONCE_LEN], label: &str, content: &[u8]) -> String {
        // With room for the tag, so that the content is not moved and left behind.
        let mut sealed = Vec::with_capacity(content.len() + AES_256_GCM.tag_len());
        sealed.extend_from_slice(content);
        self.key
            .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::from(label), &mut sealed)
            .expect("what is locked up is far smaller than the cipher's limit");
        BASE64_URL_SAFE_NO_PAD.encode([self.fingerprint.short(), &nonce[..], &sealed].concat())
    }

    fn open(&self, label: &str, bytes: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        let (nonce, sealed) = bytes.split_first_chunk()?;
        tracing::trace!("something is decrypted");
        let mut content = Zeroizing::new(sealed.to_vec());
        let length = self
            .key
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

impl fmt::Debug for SecretCiphers {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_list().entries(self.fingerprints()).finish()
    }
}

#[cfg(test)]
mod tests {
    use roster_domain::random::SystemEntropy;

    use super::*;

    fn key(byte: u8) -> MasterKey {
        MasterKey::new([byte; MasterKey::BYTES])
    }

    fn secret_ciphers(byte: u8) -> SecretCiphers {
        SecretCiphers::new(&key(byte), &[])
    }

    fn unlocked(secret_ciphers: &SecretCiphers, label: &str, locked: &str) -> Option<Vec<u8>> {
        secret_ciphers
            .decrypt(label, locked)
            .map(|content| content.to_vec())
    }

    #[test]
    fn what_is_locked_up_comes_back_under_its_label_and_key_only() {
        let (secret_ciphers, other) = (secret_ciphers(1), secret_ciphers(2));
        let random = SystemEntropy::default();

        let locked = secret_ciphers.newest().encrypt("AKIA1", b"the secret", &random);

        assert_eq!(
            unlocked(&secret_ciphers, "AKIA1", &locked).as_deref(),
            Some(&b"the secret"[..])
        );
        assert_eq!(unlocked(&secret_ciphers, "AKIA2", &locked), None);
        assert_eq!(unlocked(&other, "AKIA1", &locked), None);
        assert!(!locked.contains("secret"));
        assert_ne!(
            secret_ciphers.newest().encrypt("AKIA1", b"the secret", &random),
            locked
        );
    }

    #[test]
    fn every_key_of_several_decrypts_what_it_has_encrypted() {
        let both = SecretCiphers::new(&key(1), &[key(2)]);
        let random = SystemEntropy::default();

        for byte in [1, 2] {
            let locked = secret_ciphers(byte)
                .newest()
                .encrypt("AKIA1", b"the secret", &random);

            assert_eq!(
                unlocked(&both, "AKIA1", &locked).as_deref(),
                Some(&b"the secret"[..])
            );
            let found = both.key_of(&locked).expect("a key").fingerprint();
            assert_eq!(found, key(byte).fingerprint());
        }
    }

    #[test]
    fn what_an_older_version_encrypted_is_read_with_the_oldest_key() {
        let locked = secret_ciphers(1)
            .newest()
            .encrypt("AKIA1", b"the secret", &SystemEntropy::default());
        let bytes = BASE64_URL_SAFE_NO_PAD.decode(locked).expect("base64");
        // Older versions did not name the key.
        let locked = BASE64_URL_SAFE_NO_PAD.encode(&bytes[Fingerprint::SHORT_BYTES..]);

        let both = SecretCiphers::new(&key(1), &[key(2)]);

        assert_eq!(
            unlocked(&both, "AKIA1", &locked).as_deref(),
            Some(&b"the secret"[..])
        );
        assert_eq!(unlocked(&secret_ciphers(2), "AKIA1", &locked), None);
    }

    #[test]
    fn what_was_tampered_with_or_never_locked_up_gives_nothing() {
        let secret_ciphers = secret_ciphers(1);
        let locked = secret_ciphers
            .newest()
            .encrypt("AKIA1", b"the secret", &SystemEntropy::default());
        for place in 0..locked.len() {
            let mut other = locked.clone().into_bytes();
            other[place] = if other[place] == b'A' { b'B' } else { b'A' };
            let other = String::from_utf8(other).expect("text");
            assert_eq!(unlocked(&secret_ciphers, "AKIA1", &other), None, "{place}");
        }

        for garbage in [&locked[..locked.len() - 4], "", "short", "not base64!"] {
            assert_eq!(unlocked(&secret_ciphers, "AKIA1", garbage), None, "{garbage}");
        }
    }
}
