//! The keys of records and of index entries: byte strings whose order is the order of their parts.

use crate::id::Id;

/// A key made of parts. A key made of fewer parts is a prefix of every key that goes on from them,
/// and of no other.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(Vec<u8>);

const UUID: u8 = 1;
const TEXT: u8 = 2;
/// The bytes of an id.
const UUID_LENGTH: usize = 17;

impl Key {
    /// The key of no parts, the prefix of every other.
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// The key that these bytes are.
    pub const fn from_bytes(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    /// Goes on with an id.
    #[must_use]
    pub fn id(mut self, id: &Id) -> Self {
        match id.uuid_bytes() {
            Some(bytes) => {
                let mut part = [UUID; UUID_LENGTH];
                part[1..].copy_from_slice(&bytes);
                if self.0.is_empty() {
                    // Most keys are of two ids.
                    self.0.reserve_exact(2 * UUID_LENGTH);
                }
                self.0.extend_from_slice(&part);
                self
            }
            None => self.text(id.as_str()),
        }
    }

    /// Goes on with a text. Its end is marked by a zero byte, so a zero within is escaped, after
    /// FoundationDB's tuple layer.
    #[must_use]
    pub fn text(mut self, text: &str) -> Self {
        self.0.reserve(text.len() + 2);
        self.0.push(TEXT);
        for (index, part) in text.as_bytes().split(|byte| *byte == 0).enumerate() {
            if index > 0 {
                self.0.extend_from_slice(&[0, 0xff]);
            }
            self.0.extend_from_slice(part);
        }
        self.0.push(0);
        self
    }

    /// The bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The key right behind this one.
    #[must_use]
    pub fn successor(&self) -> Self {
        self.followed_by(0)
    }

    /// The first key behind all that start with this one.
    ///
    /// Every part starts with a small tag, so the byte after the prefix is never 0xff.
    #[must_use]
    pub fn end_of_prefix(&self) -> Self {
        self.followed_by(0xff)
    }

    fn followed_by(&self, byte: u8) -> Self {
        let mut bytes = self.0.clone();
        bytes.push(byte);
        Self(bytes)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn key(parts: &[String]) -> Key {
        parts.iter().fold(Key::new(), |key, part| match Id::parse(part) {
            Some(id) => key.id(&id),
            None => key.text(part),
        })
    }

    proptest! {
        #[test]
        fn keys_are_ordered_as_their_texts(left: Vec<String>, right: Vec<String>) {
            prop_assert_eq!(key(&left).cmp(&key(&right)), left.cmp(&right));
        }

        #[test]
        fn a_prefix_covers_exactly_what_goes_on_from_it(prefix: Vec<String>, other: Vec<String>) {
            let (start, candidate) = (key(&prefix), key(&other));
            let covered = candidate >= start && candidate < start.end_of_prefix();
            prop_assert_eq!(covered, other.starts_with(&prefix));
        }
    }

    #[test]
    fn a_uuid_takes_17_bytes() {
        let id = Id::parse("87654321-2222-1234-1234-111234567891").unwrap();
        assert_eq!(Key::new().id(&id).as_bytes().len(), 17);
    }
}
