//! Secret tokens: what a browser or a link shows to prove something. Only their hashes are stored.

use std::fmt;

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use ring::hmac;
use zeroize::Zeroizing;

use crate::audit::Hash;
use crate::random::Random;

/// The length of a token: 256 bits, too many to guess.
const BYTES: usize = 32;

/// A secret token of 256 random bits. As text it is base64url, fit for addresses and cookies.
#[derive(Clone)]
pub struct SecretToken(Zeroizing<[u8; BYTES]>);

impl SecretToken {
    /// A new token.
    pub fn new(random: &dyn Random) -> Self {
        let mut bytes = Zeroizing::new([0; BYTES]);
        random.fill(&mut *bytes);
        Self(bytes)
    }

    /// The token that a text spells, if it spells one.
    pub fn parse(text: &str) -> Option<Self> {
        let decoded = Zeroizing::new(BASE64_URL_SAFE_NO_PAD.decode(text).ok()?);
        let bytes = <[u8; BYTES]>::try_from(decoded.as_slice()).ok()?;
        Some(Self(Zeroizing::new(bytes)))
    }

    /// The token as text.
    pub fn to_text(&self) -> String {
        BASE64_URL_SAFE_NO_PAD.encode(*self.0)
    }

    /// What is stored of it. A plain SHA-256 suffices, because the token is random.
    pub fn hash(&self) -> Hash {
        Hash::of(&*self.0)
    }

    /// Another token for a certain use. It can only be computed from this one.
    #[must_use]
    pub fn derived_for(&self, label: &str) -> Self {
        let key = hmac::Key::new(hmac::HMAC_SHA256, &*self.0);
        let mut bytes = Zeroizing::new([0; BYTES]);
        bytes.copy_from_slice(hmac::sign(&key, label.as_bytes()).as_ref());
        Self(bytes)
    }

    /// Whether a token that was shown is the one derived from this for a certain use, in constant time.
    pub fn verifies(&self, label: &str, shown: &Self) -> bool {
        let key = hmac::Key::new(hmac::HMAC_SHA256, &*self.0);
        hmac::verify(&key, label.as_bytes(), &*shown.0).is_ok()
    }
}

impl fmt::Debug for SecretToken {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("SecretToken(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::SystemEntropy;

    fn token() -> SecretToken {
        SecretToken::new(&SystemEntropy::default())
    }

    #[test]
    fn a_token_survives_its_text() {
        let token = token();

        let read = SecretToken::parse(&token.to_text()).map(|token| token.to_text());

        assert_eq!(read, Some(token.to_text()));
    }

    #[test]
    fn other_texts_are_no_tokens() {
        let longer = format!("{}AAAA", token().to_text());
        for text in ["", "mary", "AAAA", "=", longer.as_str()] {
            assert!(SecretToken::parse(text).is_none(), "{text}");
        }
    }

    #[test]
    fn a_derived_token_holds_for_its_token_and_its_use_only() {
        let (token, other) = (token(), token());
        let derived = token.derived_for("form");

        assert!(token.verifies("form", &derived));
        assert!(!token.verifies("link", &derived));
        assert!(!other.verifies("form", &derived));
        assert_ne!(derived.to_text(), token.to_text());
    }

    #[test]
    fn neither_text_nor_hash_of_a_token_is_in_its_debug_form() {
        assert_eq!(format!("{:?}", token()), "SecretToken(…)");
    }
}
