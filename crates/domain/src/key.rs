//! The keys of records and of index entries: byte strings whose order is the order of their parts.

use std::borrow::Cow;
use std::fmt;

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
    pub fn text(self, text: &str) -> Self {
        let mut key = self.start_of_text(text);
        key.0.push(0);
        key
    }

    /// Goes on with the start of a text: a prefix of every key that goes on with a text which starts so.
    #[must_use]
    pub fn start_of_text(mut self, start: &str) -> Self {
        self.0.reserve(start.len() + 2);
        self.0.push(TEXT);
        self.0.extend_from_slice(&escaped(start));
        self
    }

    /// The parts of the key, as their bytes in it. They are in the order of what they stand for, and a key is its parts
    /// one after another.
    pub fn parts(&self) -> impl Iterator<Item = &[u8]> {
        let mut rest = &self.0[..];
        std::iter::from_fn(move || {
            let (part, others) = rest.split_at(length_of_part(rest)?);
            rest = others;
            Some(part)
        })
    }

    /// The bytes of so many parts at its end; none if it has fewer.
    pub fn last_parts(&self, count: usize) -> Option<&[u8]> {
        let first = self.parts().count().checked_sub(count)?;
        let start: usize = self.parts().take(first).map(<[u8]>::len).sum();
        Some(&self.0[start..])
    }

    /// The first part of the bytes behind a prefix of a key; none if they are not parts.
    pub fn first_part_of(bytes: &[u8]) -> Option<&[u8]> {
        bytes.get(..length_of_part(bytes)?)
    }

    /// The bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// A part, counted from 0, as a key of its own; none if the key ends before.
    pub fn part(&self, place: usize) -> Option<Self> {
        self.parts().nth(place).map(|part| Self(part.to_vec()))
    }

    /// The text that a part is, counted from 0; none if the key ends before, or if the part is an id.
    pub fn text_at(&self, place: usize) -> Option<String> {
        let escaped = self
            .parts()
            .nth(place)?
            .strip_prefix(&[TEXT])?
            .strip_suffix(&[0])?;
        let mut text = Vec::with_capacity(escaped.len());
        let mut bytes = escaped.iter();
        while let Some(byte) = bytes.next() {
            text.push(*byte);
            if *byte == 0 {
                // The mark that it ends nothing.
                bytes.next();
            }
        }
        String::from_utf8(text).ok()
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

/// Its parts as people know them, such as `INSTANCE-ID/USER-ID`.
impl fmt::Display for Key {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, part) in self.parts().enumerate() {
            if place > 0 {
                formatter.write_str("/")?;
            }
            match (self.text_at(place), part.strip_prefix(&[UUID])) {
                (Some(text), _) => formatter.write_str(&text)?,
                (None, Some(uuid)) => {
                    let digits = hex::encode(uuid);
                    let groups = [0..8, 8..12, 12..16, 16..20, 20..digits.len()];
                    let groups: Vec<_> = groups.into_iter().filter_map(|group| digits.get(group)).collect();
                    formatter.write_str(&groups.join("-"))?;
                }
                (None, None) => formatter.write_str(&hex::encode(part))?,
            }
        }
        Ok(())
    }
}

/// The bytes of a text within a key, without the mark of its end.
pub fn escaped(text: &str) -> Cow<'_, [u8]> {
    let bytes = text.as_bytes();
    if bytes.contains(&0) {
        let parts: Vec<_> = bytes.split(|byte| *byte == 0).collect();
        parts.join(&[0, 0xff][..]).into()
    } else {
        bytes.into()
    }
}

/// How long the first part of these bytes is. None if there is none, or only a beginning of one.
fn length_of_part(bytes: &[u8]) -> Option<usize> {
    match *bytes.first()? {
        UUID => (bytes.len() >= UUID_LENGTH).then_some(UUID_LENGTH),
        _ => {
            let is_end = |place: &usize| bytes[*place] == 0 && bytes.get(place + 1) != Some(&0xff);
            (1..bytes.len()).find(is_end).map(|end| end + 1)
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_text_is_read_as_it_was_written() {
        let id = Id::parse("87654321-2222-1234-1234-111234567891").unwrap();
        for text in ["", "a", "\0", "a\0\0b\0", "\u{1}ü\u{10ffff}"] {
            let key = Key::new().id(&id).text(text).text("behind");
            assert_eq!(key.text_at(1).as_deref(), Some(text), "{text:?}");
            assert_eq!(key.text_at(2).as_deref(), Some("behind"), "{text:?}");
        }
        let key = Key::new().id(&id).start_of_text("a");
        assert_eq!(
            [key.text_at(0), key.text_at(1), key.text_at(2)],
            [None, None, None]
        );
    }

    #[test]
    fn the_last_parts_of_a_key_are_a_key() {
        let end = Key::new().text("b").text("");
        let key = Key::new().text("a\0").text("b").text("");
        assert_eq!(key.last_parts(2), Some(end.as_bytes()));
        assert_eq!(key.last_parts(0), Some(&[][..]));
        assert_eq!(key.last_parts(3), Some(key.as_bytes()));
        assert_eq!(key.last_parts(4), None);
    }

    #[test]
    fn a_key_is_shown_as_the_ids_and_texts_that_it_is_made_of() {
        let id = "87654321-2222-1234-1234-111234567891";
        let key = Key::new().id(&Id::parse(id).unwrap()).text("Agents").text("a/b");
        assert_eq!(key.to_string(), format!("{id}/Agents/a/b"));
    }

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

        #[test]
        fn the_start_of_a_text_is_a_prefix_of_the_texts_that_start_so(start: String, text: String) {
            let (prefix, candidate) = (Key::new().start_of_text(&start), Key::new().text(&text));
            let covered = candidate >= prefix && candidate < prefix.end_of_prefix();
            prop_assert_eq!(covered, text.starts_with(&start));
        }

        #[test]
        fn a_part_is_the_key_of_what_it_was_made_of(parts: Vec<String>) {
            let whole = key(&parts);
            for (place, part) in parts.iter().enumerate() {
                prop_assert_eq!(whole.part(place), Some(key(std::slice::from_ref(part))));
            }
            prop_assert_eq!(whole.part(parts.len()), None);
        }
    }

    #[test]
    fn half_a_part_is_none() {
        let id = Id::parse("87654321-2222-1234-1234-111234567891").unwrap();
        for key in [Key::new().id(&id), Key::new().text("ana")] {
            for length in 0..key.0.len() {
                assert_eq!(
                    Key(key.0[..length].to_vec()).part(0),
                    None,
                    "{length} bytes of {key:?}"
                );
            }
        }
    }

    #[test]
    fn a_uuid_takes_17_bytes() {
        let id = Id::parse("87654321-2222-1234-1234-111234567891").unwrap();
        assert_eq!(Key::new().id(&id).as_bytes().len(), 17);
    }
}
