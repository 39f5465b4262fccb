//! The values in a range of an index, packed in memory, to find those that contain some bytes.
//!
//! The value of an entry is its part right behind the prefix of the range. A search through the entries themselves reads
//! ten times as many bytes, a row at a time.

use memchr::memmem::Finder;
use roster_domain::Key;

/// How many entries share a block. The entries of a block are read if one of its values is a match.
const ENTRIES_OF_BLOCK: usize = 32;

/// The values of the entries in a range, in blocks of neighbours. They may be more than there are: entries may be gone.
#[derive(Debug)]
pub(crate) struct PackedValues {
    /// The values, one after another, each with the mark of its end. One that is that of the entry before it in the block is left out.
    text: Vec<u8>,
    blocks: Vec<Block>,
    /// How much memory they take.
    pub(crate) bytes: usize,
}

#[derive(Debug)]
struct Block {
    /// Where its values start.
    start: usize,
    /// What its first entry has behind the prefix.
    first: Box<[u8]>,
}

impl PackedValues {
    /// Where the entries of a block start, behind the prefix, and where those of the next one do, if there is one.
    pub(crate) fn bounds(&self, block: usize) -> (&[u8], Option<&[u8]>) {
        let next = self.blocks.get(block + 1);
        (&self.blocks[block].first, next.map(|next| &*next.first))
    }

    /// The blocks that have a value with the bytes, in order.
    pub(crate) fn blocks_with<'f>(&'f self, bytes: &'f Finder<'_>) -> impl Iterator<Item = usize> + 'f {
        let mut ahead = 0;
        std::iter::from_fn(move || {
            let place = ahead + bytes.find(self.text.get(ahead..)?)?;
            let block = self.blocks.partition_point(|block| block.start <= place) - 1;
            ahead = self
                .blocks
                .get(block + 1)
                .map_or(self.text.len(), |next| next.start);
            Some(block)
        })
    }
}

/// Packs values.
pub(crate) struct Packer {
    packed: PackedValues,
    entries_of_block: usize,
    /// Where the last value starts.
    last: usize,
}

impl Packer {
    pub(crate) const fn new() -> Self {
        Self {
            packed: PackedValues {
                text: Vec::new(),
                blocks: Vec::new(),
                bytes: 0,
            },
            entries_of_block: 0,
            last: 0,
        }
    }

    /// Adds the next entry of the range, which has this behind the prefix.
    pub(crate) fn add(&mut self, rest: &[u8]) {
        let PackedValues { text, blocks, bytes } = &mut self.packed;
        let value = value(rest);
        if self.entries_of_block.is_multiple_of(ENTRIES_OF_BLOCK) {
            self.entries_of_block = 0;
            *bytes += size_of::<Block>() + rest.len();
            blocks.push(Block {
                start: text.len(),
                first: rest.into(),
            });
        }
        if self.entries_of_block == 0 || text[self.last..] != *value {
            self.last = text.len();
            text.extend_from_slice(value);
            *bytes += value.len();
        }
        self.entries_of_block += 1;
    }

    /// How much memory the values take so far.
    pub(crate) const fn bytes(&self) -> usize {
        self.packed.bytes
    }

    pub(crate) fn finish(self) -> PackedValues {
        let mut packed = self.packed;
        packed.text.shrink_to_fit();
        packed.blocks.shrink_to_fit();
        packed
    }
}

/// The value of an entry, by what it has behind the prefix.
pub(crate) fn value(rest: &[u8]) -> &[u8] {
    Key::first_part_of(rest).unwrap_or(rest)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    fn rest(value: &str) -> Vec<u8> {
        Key::new().text(value).text("behind").as_bytes().to_vec()
    }

    proptest! {
        #[test]
        fn every_match_is_in_a_block_that_is_found(
            values in prop::collection::vec("[ab]{0,5}", 1..200),
            sought in "[ab]{1,4}",
        ) {
            let mut values = values;
            values.sort();
            let mut packer = Packer::new();
            for value in &values {
                packer.add(&rest(value));
            }
            let packed = packer.finish();
            let found: BTreeSet<_> = packed.blocks_with(&Finder::new(&sought)).collect();
            let expected = values.iter().enumerate();
            let expected = expected.filter(|(_, value)| value.contains(&sought));
            let expected: BTreeSet<_> = expected.map(|(place, _)| place / ENTRIES_OF_BLOCK).collect();
            prop_assert_eq!(found, expected);
        }
    }

    #[test]
    fn a_value_that_many_have_takes_little_memory() {
        let mut packer = Packer::new();
        (0..1_000).for_each(|_| packer.add(&rest("a name that is not short")));
        assert!(packer.finish().bytes < 5_000);
    }
}
