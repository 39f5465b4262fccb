//! The key that signs, and what it signs.

use std::fmt;

use ring::{digest, hmac};

use crate::encoding::Hex;
use crate::{ALGORITHM, Scope, TERMINATOR};

/// A secret narrowed to one scope. Deriving it costs more than verifying with it, so keep it for the day.
///
/// Source: IAM User Guide, "Create a signed AWS API request", step 4.
#[derive(Clone)]
pub struct SigningKey(hmac::Key);

impl SigningKey {
    /// Narrows a secret access key to a scope.
    pub fn derive(secret: &str, scope: &Scope<'_>) -> Self {
        let seed = [b"AWS4", secret.as_bytes()].concat();
        let key = [scope.date, scope.region, scope.service, TERMINATOR]
            .into_iter()
            .fold(new_key(&seed), |key, element| {
                new_key(hmac::sign(&key, element.as_bytes()).as_ref())
            });
        Self(key)
    }

    pub(crate) fn sign(&self, string_to_sign: &[u8]) -> Hex {
        Hex::of(hmac::sign(&self.0, string_to_sign).as_ref())
    }

    /// Compares in constant time.
    pub(crate) fn accepts(&self, string_to_sign: &[u8], signature: &[u8]) -> bool {
        hmac::verify(&self.0, string_to_sign, signature).is_ok()
    }
}

/// Says nothing about the key.
impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SigningKey(..)")
    }
}

fn new_key(bytes: &[u8]) -> hmac::Key {
    hmac::Key::new(hmac::HMAC_SHA256, bytes)
}

/// The four lines that the key signs.
///
/// Source: IAM User Guide, "Create a signed AWS API request", step 3.
pub(crate) fn string_to_sign(time: &str, scope: &Scope<'_>, canonical_request: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(192);
    for part in [
        ALGORITHM,
        "\n",
        time,
        "\n",
        scope.date,
        "/",
        scope.region,
        "/",
        scope.service,
        "/",
        TERMINATOR,
        "\n",
    ] {
        out.extend_from_slice(part.as_bytes());
    }
    out.extend_from_slice(sha256_hex(canonical_request).as_bytes());
    out
}

/// The SHA-256 of nothing. Source: IAM User Guide, "Create a signed AWS API request", step 2.
const SHA256_HEX_OF_NOTHING: Hex = Hex(*b"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");

/// The SHA-256 of something, as signatures write it.
pub(crate) fn sha256_hex(bytes: &[u8]) -> Hex {
    // Reads have no body.
    if bytes.is_empty() {
        return SHA256_HEX_OF_NOTHING;
    }
    Hex::of(digest::digest(&digest::SHA256, bytes).as_ref())
}
