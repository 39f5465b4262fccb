//! A master key, and the fingerprint that identifies it without revealing it.

use std::fmt;

use ring::hmac;
use roster_domain::random::Random;
use zeroize::Zeroizing;

/// A key that secrets are encrypted with.
#[derive(Clone)]
pub struct MasterKey(Zeroizing<[u8; MasterKey::BYTES]>);

/// The fingerprint of a master key: an HMAC of a constant, from which the key cannot be computed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Fingerprint([u8; 32]);

/// What the fingerprint is an HMAC of.
const FINGERPRINTED: &[u8] = b"roster: the fingerprint of a master key";

impl MasterKey {
    /// The length of a key.
    pub const BYTES: usize = 32;

    /// The key of these bytes.
    pub fn new(bytes: [u8; Self::BYTES]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// A new key.
    pub fn generate(random: &dyn Random) -> Self {
        let mut key = Self::new([0; Self::BYTES]);
        random.fill(&mut *key.0);
        key
    }

    /// The key of 64 hexadecimal digits.
    pub fn parse(digits: &str) -> Option<Self> {
        let mut key = Self::new([0; Self::BYTES]);
        hex::decode_to_slice(digits, &mut *key.0).ok()?;
        Some(key)
    }

    /// The key as 64 hexadecimal digits.
    pub fn to_hex(&self) -> Zeroizing<String> {
        // It is made in one piece: a string that grows would leave its beginnings in memory.
        Zeroizing::new(hex::encode(*self.0))
    }

    /// Its fingerprint.
    pub fn fingerprint(&self) -> Fingerprint {
        let key = hmac::Key::new(hmac::HMAC_SHA256, &*self.0);
        let mut fingerprint = Fingerprint([0; 32]);
        fingerprint
            .0
            .copy_from_slice(hmac::sign(&key, FINGERPRINTED).as_ref());
        fingerprint
    }

    pub(crate) fn bytes(&self) -> &[u8; Self::BYTES] {
        &self.0
    }
}

impl Fingerprint {
    /// How many of its bytes stand before what is encrypted with the key.
    pub(crate) const SHORT_BYTES: usize = 8;

    /// All of it, in hexadecimal digits, as the store keeps it.
    pub fn to_hex(self) -> String {
        hex::encode(self.0)
    }

    pub(crate) fn short(&self) -> &[u8] {
        &self.0[..Self::SHORT_BYTES]
    }
}

/// The beginning, which is enough for people.
impl fmt::Display for Fingerprint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&hex::encode(self.short()))
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

impl fmt::Debug for MasterKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "MasterKey({})", self.fingerprint())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_read_back_from_its_digits() {
        let key = MasterKey::parse(&"0fA0".repeat(16)).expect("a key");

        assert_eq!(*key.to_hex(), "0fa0".repeat(16));
        for wrong in ["", "0f", &"zz".repeat(32), &"ab".repeat(33), &"é".repeat(32)] {
            assert!(MasterKey::parse(wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn a_fingerprint_is_that_of_one_key_and_does_not_show_it() {
        let (key, other) = (MasterKey::new([1; 32]), MasterKey::new([2; 32]));

        assert_eq!(key.fingerprint(), MasterKey::new([1; 32]).fingerprint());
        assert_ne!(key.fingerprint(), other.fingerprint());
        let shown = format!("{key:?} {}", key.fingerprint().to_hex());
        assert!(!shown.contains(&*key.to_hex()), "{shown}");
        assert!(
            key.fingerprint()
                .to_hex()
                .starts_with(&key.fingerprint().to_string())
        );
    }
}
