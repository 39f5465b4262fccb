//! Where a stretch of characters, some of which may be any, first stands in a text.
//!
//! The Shift-And method of Baeza-Yates and Gonnet ("A New Approach to Text Searching", 1992): one bit for each
//! character of the stretch says whether the text read so far ends with the stretch up to there. A character of
//! the text moves 64 of these bits at once, so nothing is ever read twice.

use crate::pattern::count;

/// A character of 21 bits is looked up by three digits of 7 bits, so that the tables stay small whatever the alphabet.
const DIGITS: usize = 3;
const DIGIT_BITS: u32 = 7;
const DIGIT_VALUES: usize = 1 << DIGIT_BITS;
const WORD_BITS: usize = u64::BITS as usize;

/// A stretch that is searched for.
pub(crate) struct Finder {
    words: usize,
    length: usize,
    /// For each digit and each value of it, at which places of the stretch it may stand.
    tables: Vec<u64>,
    /// At which places any character may stand.
    any: Vec<u64>,
}

impl Finder {
    /// Prepares a search; `None` stands for any character.
    pub(crate) fn new(stretch: &[Option<char>]) -> Self {
        let words = stretch.len().div_ceil(WORD_BITS).max(1);
        let mut finder = Self {
            words,
            length: stretch.len(),
            tables: vec![0; DIGITS * DIGIT_VALUES * words],
            any: vec![0; words],
        };
        for (place, character) in stretch.iter().enumerate() {
            let (word, bit) = (place / WORD_BITS, 1 << (place % WORD_BITS));
            match character {
                Some(character) => {
                    for row in finder.rows(*character) {
                        finder.tables[row + word] |= bit;
                    }
                }
                None => finder.any[word] |= bit,
            }
        }
        count(finder.tables.len() + stretch.len());
        finder
    }

    /// The most steps that [`Self::new`] takes for a stretch of so many characters.
    pub(crate) const fn preparation(length: usize) -> u64 {
        (DIGITS * DIGIT_VALUES * length.div_ceil(WORD_BITS) + length) as u64
    }

    /// The most steps that [`Self::end_in`] takes for each character of the text.
    pub(crate) const fn pace(length: usize) -> u64 {
        length.div_ceil(WORD_BITS) as u64
    }

    /// The byte at which the leftmost occurrence of the stretch ends.
    ///
    /// `text` is its characters, each with the byte at which it ends.
    pub(crate) fn end_in(&self, text: impl Iterator<Item = (usize, char)>) -> Option<usize> {
        let Some(last) = self.length.checked_sub(1) else {
            return Some(0);
        };
        let (last_word, last_bit) = (last / WORD_BITS, 1 << (last % WORD_BITS));
        let mut ends = vec![0_u64; self.words];
        for (after, character) in text {
            let rows = self.rows(character);
            let mut carry = 1;
            for (word, end) in ends.iter_mut().enumerate() {
                let may_stand = self.any[word]
                    | rows
                        .iter()
                        .fold(u64::MAX, |all, row| all & self.tables[row + word]);
                let shifted = (*end << 1) | carry;
                carry = *end >> (WORD_BITS - 1);
                *end = shifted & may_stand;
            }
            count(self.words);
            if ends[last_word] & last_bit != 0 {
                return Some(after);
            }
        }
        None
    }

    /// Where the rows of a character's digits begin.
    fn rows(&self, character: char) -> [usize; DIGITS] {
        let code = u32::from(character);
        std::array::from_fn(|digit| {
            let shift = DIGIT_BITS * u32::try_from(digit).unwrap_or_default();
            let value = (code >> shift) as usize % DIGIT_VALUES;
            (digit * DIGIT_VALUES + value) * self.words
        })
    }
}
