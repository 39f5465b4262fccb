//! Recovery codes: what a user shows instead of a code of a device that is lost. Each works once.

use std::fmt;

use data_encoding::BASE32_NOPAD;
use zeroize::Zeroizing;

use crate::audit::Hash;
use crate::random::Random;

/// The length of a code: 120 bits, too many to guess. With 112 bits, a plain hash suffices. Source: OWASP ASVS 5.0, 6.5.2.
const BYTES: usize = 15;

/// How many characters of a code stand together.
const GROUP: usize = 4;

/// A recovery code of 120 random bits. As text it is base32, in groups of four characters.
#[derive(Clone)]
pub struct RecoveryCode(Zeroizing<[u8; BYTES]>);

impl RecoveryCode {
    /// A new code.
    pub fn new(random: &dyn Random) -> Self {
        let mut bytes = Zeroizing::new([0; BYTES]);
        random.fill(&mut *bytes);
        Self(bytes)
    }

    /// The code that a text spells, if it spells one. Case, spaces and hyphens do not matter.
    pub fn parse(text: &str) -> Option<Self> {
        let letters = text
            .chars()
            .filter(|letter| *letter != '-' && !letter.is_whitespace());
        let letters: String = letters.map(|letter| letter.to_ascii_uppercase()).collect();
        let letters = Zeroizing::new(letters);
        let decoded = Zeroizing::new(BASE32_NOPAD.decode(letters.as_bytes()).ok()?);
        let bytes = <[u8; BYTES]>::try_from(decoded.as_slice()).ok()?;
        Some(Self(Zeroizing::new(bytes)))
    }

    /// The code as text.
    pub fn to_text(&self) -> String {
        let letters = BASE32_NOPAD.encode(&*self.0);
        let mut text = String::new();
        for (place, letter) in letters.chars().enumerate() {
            if place > 0 && place % GROUP == 0 {
                text.push('-');
            }
            text.push(letter);
        }
        text
    }

    /// What is stored of it. A plain SHA-256 suffices, because the code has 120 random bits.
    pub fn hash(&self) -> Hash {
        Hash::of(&*self.0)
    }
}

impl fmt::Debug for RecoveryCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("RecoveryCode(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::SystemEntropy;

    #[test]
    fn a_code_is_read_however_it_is_written() {
        let code = RecoveryCode::new(&SystemEntropy::default());
        let text = code.to_text();
        assert_eq!(text.len(), 29, "{text}");

        for written in [
            text.clone(),
            text.to_lowercase(),
            text.replace('-', ""),
            text.replace('-', " "),
            format!(" {text}\t"),
        ] {
            let read = RecoveryCode::parse(&written).expect("a code");
            assert_eq!(read.hash(), code.hash(), "{written}");
        }
    }

    #[test]
    fn other_texts_are_no_codes() {
        let longer = format!("{}-AAAA", RecoveryCode::new(&SystemEntropy::default()).to_text());
        for text in [
            "",
            "123456",
            "234567",
            "AAAA-AAAA-AAAA-AAAA",
            &"0".repeat(24),
            longer.as_str(),
        ] {
            assert!(RecoveryCode::parse(text).is_none(), "{text}");
        }
    }

    #[test]
    fn a_code_is_not_in_its_debug_form() {
        let code = RecoveryCode::new(&SystemEntropy::default());

        assert_eq!(format!("{code:?}"), "RecoveryCode(…)");
    }
}
