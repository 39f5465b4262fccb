//! Keys that sign digest files, and the public halves that check the signatures.

use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::{KeyPair as _, RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_SHA256, UnparsedPublicKey};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use roster_domain::audit::Hash;
use thiserror::Error;
use zeroize::Zeroizing;

/// How many bytes of the hash of a public key are its fingerprint: as many as at CloudTrail.
const FINGERPRINT_BYTES: usize = 16;

/// A key cannot be made or read, or does not sign.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error("a signing key of the audit cannot be made or used")]
pub struct KeyFault;

/// An RSA key of 2048 bits that signs digest files.
pub struct SigningKey {
    pair: KeyPair,
    public: PublicKey,
}

impl SigningKey {
    /// Makes a new key, from the randomness of the system.
    pub fn generate() -> Result<Self, KeyFault> {
        KeyPair::generate(KeySize::Rsa2048)
            .map(Self::of)
            .map_err(|_| KeyFault)
    }

    /// The key of this PKCS #8 DER.
    pub fn from_pkcs8(der: &[u8]) -> Result<Self, KeyFault> {
        KeyPair::from_pkcs8(der).map(Self::of).map_err(|_| KeyFault)
    }

    fn of(pair: KeyPair) -> Self {
        let public = PublicKey::new(pair.public_key().as_ref().to_vec());
        Self { pair, public }
    }

    /// The private key as PKCS #8 DER.
    pub fn to_pkcs8(&self) -> Result<Zeroizing<Vec<u8>>, KeyFault> {
        let der: Pkcs8V1Der<'_> = self.pair.as_der().map_err(|_| KeyFault)?;
        Ok(Zeroizing::new(der.as_ref().to_vec()))
    }

    /// The public half.
    pub const fn public(&self) -> &PublicKey {
        &self.public
    }

    /// The signature of a text, by RSA with PKCS #1 v1.5 and SHA-256.
    pub(crate) fn sign(&self, text: &str) -> Result<Vec<u8>, KeyFault> {
        let mut signature = vec![0; self.pair.public_modulus_len()];
        let random = SystemRandom::new();
        self.pair
            .sign(&RSA_PKCS1_SHA256, &random, text.as_bytes(), &mut signature)
            .map_err(|_| KeyFault)?;
        Ok(signature)
    }
}

/// The public half of a signing key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicKey {
    der: Vec<u8>,
}

impl PublicKey {
    /// The key of this PKCS #1 DER.
    pub const fn new(der: Vec<u8>) -> Self {
        Self { der }
    }

    /// The key of this base64 of a PKCS #1 DER.
    pub fn from_base64(text: &str) -> Option<Self> {
        BASE64_STANDARD.decode(text).ok().map(Self::new)
    }

    /// The base64 of its PKCS #1 DER.
    pub fn to_base64(&self) -> String {
        BASE64_STANDARD.encode(&self.der)
    }

    /// What digest files call it: the first half of the SHA-256 of its DER, in hexadecimal digits.
    pub fn fingerprint(&self) -> String {
        hex::encode(&Hash::of(&self.der).0[..FINGERPRINT_BYTES])
    }

    /// Whether its private half has signed a text.
    pub(crate) fn accepts(&self, text: &str, signature: &[u8]) -> bool {
        let key = UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, &self.der);
        key.verify(text.as_bytes(), signature).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_that_was_stored_signs_what_its_public_half_accepts() {
        let made = SigningKey::generate().unwrap();
        let stored = SigningKey::from_pkcs8(&made.to_pkcs8().unwrap()).unwrap();
        let public = PublicKey::from_base64(&made.public().to_base64()).unwrap();

        let signature = stored.sign("a text").unwrap();

        assert!(public.accepts("a text", &signature));
        assert!(!public.accepts("another text", &signature));
        assert!(
            !SigningKey::generate()
                .unwrap()
                .public()
                .accepts("a text", &signature)
        );
        assert_eq!(public.fingerprint(), made.public().fingerprint());
    }

    #[test]
    fn what_is_no_key_is_refused() {
        assert!(SigningKey::from_pkcs8(b"no key").is_err());
        assert!(!PublicKey::new(b"no key".to_vec()).accepts("a text", &[0; 256]));
    }
}
