//! Identifiers of resources.

use std::fmt;

use roster_model::stored::Stored;
use serde::de::Visitor;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The id of a resource: five groups of 8, 4, 4, 4 and 12 letters or digits.
///
/// What Roster makes is a random UUID in lower case. AWS's documentation uses ids that only look
/// like one (`…-EXAMPLE11111`), so that any letter is taken, and case counts.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id([u8; LENGTH]);

const LENGTH: usize = 36;
const HYPHENS: [usize; 4] = [8, 13, 18, 23];
/// Where the two digits of each byte start.
const PAIRS: [usize; 16] = [0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34];

impl Id {
    /// The id that these letters spell, if they have the form of one.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes: [u8; LENGTH] = text.as_bytes().try_into().ok()?;
        let has_hyphens = HYPHENS.iter().all(|&place| bytes[place] == b'-');
        let others = bytes.iter().filter(|byte| byte.is_ascii_alphanumeric()).count();
        (has_hyphens && others == LENGTH - HYPHENS.len()).then_some(Self(bytes))
    }

    /// A version 4 UUID out of these random bytes. Source: RFC 9562, section 5.4.
    pub fn from_random(mut bytes: [u8; 16]) -> Self {
        bytes[6] = bytes[6] & 0x0f | 0x40;
        bytes[8] = bytes[8] & 0x3f | 0x80;
        let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
        let mut text = [b'-'; LENGTH];
        let places = (0..LENGTH).filter(|place| !HYPHENS.contains(place));
        for (place, digit) in places.zip(digits) {
            text[place] = b"0123456789abcdef"[usize::from(digit)];
        }
        Self(text)
    }

    /// The id as text.
    ///
    /// # Panics
    ///
    /// Never: an id is made of ASCII.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).expect("an id is made of ASCII")
    }

    /// The 16 bytes of a UUID in lower case; none for any other id.
    pub(crate) fn uuid_bytes(&self) -> Option<[u8; 16]> {
        let (mut bytes, mut seen) = ([0; 16], 0);
        for (byte, place) in bytes.iter_mut().zip(PAIRS) {
            let [high, low] = [self.0[place], self.0[place + 1]].map(|digit| DIGITS[usize::from(digit)]);
            *byte = high << 4 | low;
            seen |= high | low;
        }
        (seen < 16).then_some(bytes)
    }
}

/// What each byte is worth as a hexadecimal digit in lower case; of others, more than 15.
const DIGITS: [u8; 256] = {
    let mut digits = [u8::MAX; 256];
    let mut value = 0;
    while value < 16 {
        digits[b"0123456789abcdef"[value as usize] as usize] = value;
        value += 1;
    }
    digits
};

impl fmt::Display for Id {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

impl Id {
    /// The id as a member of a request or an answer.
    pub fn into_member<T: From<String>>(self) -> T {
        String::from(self).into()
    }
}

impl From<Id> for String {
    fn from(id: Id) -> Self {
        id.as_str().to_owned()
    }
}

impl Stored for Id {}

impl Serialize for Id {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Letters;

        impl Visitor<'_> for Letters {
            type Value = Id;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("an id")
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Id, E> {
                Id::parse(text).ok_or_else(|| E::custom("not an id"))
            }
        }

        deserializer.deserialize_str(Letters)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ids_of_awss_documentation_are_ids() {
        assert!(Id::parse("a1b2c3d4-5678-90ab-cdef-EXAMPLE11111").is_some());
        assert!(Id::parse("87654321-2222-1234-1234-111234567891").is_some());
    }

    #[test]
    fn other_forms_are_not() {
        for text in [
            "",
            "mary",
            "87654321-2222-1234-1234-11123456789",
            "87654321-2222-1234-1234-111234567891-",
            "8765432-12222-1234-1234-111234567891",
            "87654321-2222-1234-1234-11123456789é",
        ] {
            assert!(Id::parse(text).is_none(), "{text}");
        }
    }

    #[test]
    fn random_bytes_become_a_version_4_uuid() {
        assert_eq!(
            Id::from_random([0xff; 16]).as_str(),
            "ffffffff-ffff-4fff-bfff-ffffffffffff"
        );
        assert_eq!(
            Id::from_random([0; 16]).as_str(),
            "00000000-0000-4000-8000-000000000000"
        );
    }
}
