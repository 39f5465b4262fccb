//! Identifiers and secrets of the form that AWS's have. Source: the IAM user guide on unique
//! identifiers, and the API reference on `AccessKey`.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;

use crate::random::Random;

/// What a unique id starts with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Prefix {
    /// An access key.
    AccessKey,
    /// The access key of a session.
    SessionKey,
    /// A user.
    User,
    /// A role.
    Role,
    /// A managed policy.
    Policy,
}

impl Prefix {
    const fn as_str(self) -> &'static str {
        match self {
            Self::AccessKey => "AKIA",
            Self::SessionKey => "ASIA",
            Self::User => "AIDA",
            Self::Role => "AROA",
            Self::Policy => "ANPA",
        }
    }
}

/// A new unique id: the prefix and 16 random letters of base32.
pub fn unique_id(prefix: Prefix, random: &dyn Random) -> String {
    let mut bytes = [0; 10];
    random.fill(&mut bytes);
    let letters = bytes
        .chunks_exact(5)
        .flat_map(|chunk| {
            let bits = chunk
                .iter()
                .fold(0, |bits: u64, byte| bits << 8 | u64::from(*byte));
            (0..8).rev().map(move |place| bits >> (5 * place) & 31)
        })
        .map(|digit| char::from(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[usize::try_from(digit).unwrap_or(0)]));
    prefix.as_str().chars().chain(letters).collect()
}

/// A new secret access key: 40 random letters of base64.
pub fn secret_access_key(random: &dyn Random) -> String {
    let mut bytes = [0; 30];
    random.fill(&mut bytes);
    BASE64_STANDARD.encode(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::SystemEntropy;

    struct Repeated(&'static [u8]);

    impl Random for Repeated {
        fn fill(&self, bytes: &mut [u8]) {
            for (byte, given) in bytes.iter_mut().zip(self.0.iter().cycle()) {
                *byte = *given;
            }
        }
    }

    #[test]
    fn a_unique_id_spells_its_random_bytes_in_base32() {
        let id = |prefix, bytes| unique_id(prefix, &Repeated(bytes));
        assert_eq!(id(Prefix::User, &[0]), "AIDAAAAAAAAAAAAAAAAA");
        assert_eq!(id(Prefix::AccessKey, &[0xff]), "AKIA7777777777777777");
        // The vector of RFC 4648, section 10.
        assert_eq!(id(Prefix::Role, b"fooba"), "AROAMZXW6YTBMZXW6YTB");
    }

    #[test]
    fn a_secret_has_40_letters_and_is_another_each_time() {
        let random = SystemEntropy::default();
        let (one, other) = (secret_access_key(&random), secret_access_key(&random));
        assert_eq!((one.len(), other.len()), (40, 40));
        assert_ne!(one, other);
    }
}
