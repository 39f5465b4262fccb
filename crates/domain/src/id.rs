//! Identifiers of resources.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The id of a resource: five groups of 8, 4, 4, 4 and 12 letters or digits.
///
/// What Roster makes is a random UUID in lower case. AWS's documentation uses ids that only look
/// like one (`…-EXAMPLE11111`), so that any letter is taken, and case counts.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Id(Box<str>);

const GROUPS: [usize; 5] = [8, 4, 4, 4, 12];

impl Id {
    /// The id that these letters spell, if they have the form of one.
    pub fn parse(text: &str) -> Option<Self> {
        let mut groups = text.split('-');
        let well_formed = GROUPS.iter().all(|&length| {
            groups.next().is_some_and(|group| {
                group.len() == length && group.bytes().all(|byte| byte.is_ascii_alphanumeric())
            })
        });
        (well_formed && groups.next().is_none()).then(|| Self(text.into()))
    }

    /// A version 4 UUID out of these random bytes. Source: RFC 9562, section 5.4.
    pub fn from_random(mut bytes: [u8; 16]) -> Self {
        bytes[6] = bytes[6] & 0x0f | 0x40;
        bytes[8] = bytes[8] & 0x3f | 0x80;
        let mut text = String::with_capacity(36);
        for (index, byte) in bytes.iter().enumerate() {
            if matches!(index, 4 | 6 | 8 | 10) {
                text.push('-');
            }
            text.push(char::from(b"0123456789abcdef"[usize::from(byte >> 4)]));
            text.push(char::from(b"0123456789abcdef"[usize::from(byte & 15)]));
        }
        Self(text.into())
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The 16 bytes of a UUID in lower case; none for any other id.
    pub(crate) fn uuid_bytes(&self) -> Option<[u8; 16]> {
        let mut bytes = [0; 16];
        let mut digits = self.0.bytes().filter(|&byte| byte != b'-');
        for byte in &mut bytes {
            *byte = hexadecimal(digits.next()?)? << 4 | hexadecimal(digits.next()?)?;
        }
        Some(bytes)
    }
}

const fn hexadecimal(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    }
}

impl fmt::Display for Id {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl TryFrom<String> for Id {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or("not an id")
    }
}

impl From<Id> for String {
    fn from(id: Id) -> Self {
        id.0.into()
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
