//! Texts with `*` and `?`.
//!
//! A pattern is cut at its `*`s when it is read. Matching anchors the first and the last piece and takes the
//! leftmost place for each piece between, which is never worse than a later one: no step is ever taken back.
//! A character of the text costs one step under a piece that is plain text, and under any other as many as the
//! piece has characters, but no more than [`SHORT`] or one for every 64 of them.

use memchr::memmem;

use crate::effort::Effort;
use crate::finder::Finder;

/// A piece of no more characters is compared at one place after the other; a longer one would take too long,
/// and a shorter one is not worth the tables of a [`Finder`].
const SHORT: usize = 32;

/// Whether `a` is `A`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Case {
    Exact,
    Ignored,
}

/// One thing that a pattern is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Glyph {
    Exactly(char),
    /// `?`
    AnyOne,
    /// `*`
    AnyMany,
}

/// The glyphs of a text in which `*` and `?` are wildcards.
pub(crate) fn wild(text: &str) -> impl Iterator<Item = Glyph> {
    text.chars().map(|character| match character {
        '*' => Glyph::AnyMany,
        '?' => Glyph::AnyOne,
        other => Glyph::Exactly(other),
    })
}

/// A compiled pattern.
#[derive(Clone, Debug)]
pub(crate) struct Pattern {
    first: Piece,
    between: Box<[Piece]>,
    /// What follows the last `*`; `None` if there is no `*`.
    last: Option<Piece>,
}

impl Pattern {
    pub(crate) fn new(glyphs: impl IntoIterator<Item = Glyph>, case: Case) -> Self {
        let glyphs: Vec<Glyph> = glyphs.into_iter().collect();
        let mut pieces = glyphs
            .split(|glyph| *glyph == Glyph::AnyMany)
            .map(|glyphs| Piece::new(glyphs, case));
        let first = pieces.next().unwrap_or_else(|| Piece::new(&[], case));
        let mut between: Vec<Piece> = pieces.collect();
        let last = between.pop();
        between.retain(|piece| !piece.is_empty());
        Self {
            first,
            between: between.into(),
            last,
        }
    }

    /// Whether the whole of `text` is of this form.
    pub(crate) fn matches(&self, text: &str) -> bool {
        let Some(rest) = self.first.strip_start(text) else {
            return false;
        };
        let Some(last) = &self.last else {
            return rest.is_empty();
        };
        let Some(mut rest) = last.strip_end(rest) else {
            return false;
        };
        for piece in &self.between {
            match piece.strip_through(rest) {
                Some(after) => rest = after,
                None => return false,
            }
        }
        true
    }

    /// The most steps that [`Self::matches`] takes.
    pub(crate) fn effort(&self) -> Effort {
        let pieces = || {
            std::iter::once(&self.first)
                .chain(&self.between)
                .chain(&self.last)
        };
        Effort {
            fixed: pieces().map(Piece::preparation).sum(),
            for_each_byte: self.between.iter().map(Piece::pace).max().unwrap_or(0) + 1,
        }
    }
}

/// A stretch without `*`.
#[derive(Clone, Debug)]
enum Piece {
    /// No wildcard, and case counts: compared as bytes.
    Text(Box<str>),
    /// No wildcard, and case does not count, but everything is ASCII: the usual form of an action.
    Ascii(Box<str>),
    /// Each is a character, [folded](fold) if case does not count, or `None` for any one.
    Characters(Box<[Option<char>]>, Case),
}

impl Piece {
    fn new(glyphs: &[Glyph], case: Case) -> Self {
        let characters: Box<[Option<char>]> = glyphs
            .iter()
            .map(|glyph| match glyph {
                Glyph::Exactly(character) => Some(fold(*character, case)),
                Glyph::AnyOne | Glyph::AnyMany => None,
            })
            .collect();
        match (characters.iter().copied().collect::<Option<String>>(), case) {
            (Some(text), Case::Exact) => Self::Text(text.into()),
            (Some(text), Case::Ignored) if text.is_ascii() => Self::Ascii(text.into()),
            (Some(_), Case::Ignored) | (None, Case::Exact | Case::Ignored) => {
                Self::Characters(characters, case)
            }
        }
    }

    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Bytes of plain text, otherwise characters.
    fn len(&self) -> usize {
        match self {
            Self::Text(text) | Self::Ascii(text) => text.len(),
            Self::Characters(characters, _) => characters.len(),
        }
    }

    /// What follows this piece at the start of `text`.
    fn strip_start<'t>(&self, text: &'t str) -> Option<&'t str> {
        match self {
            Self::Text(piece) if piece.is_empty() => Some(text), // memcmp is slow on no bytes at no address
            Self::Text(piece) => {
                count(piece.len());
                text.strip_prefix(&**piece)
            }
            Self::Ascii(piece) => {
                let (start, rest) = text.split_at_checked(piece.len())?;
                count(piece.len());
                start.eq_ignore_ascii_case(piece).then_some(rest)
            }
            Self::Characters(characters, case) => {
                let mut rest = text.chars();
                let same = characters
                    .iter()
                    .all(|wanted| rest.next().is_some_and(|got| fits(*wanted, got, *case)));
                same.then_some(rest.as_str())
            }
        }
    }

    /// What precedes this piece at the end of `text`.
    fn strip_end<'t>(&self, text: &'t str) -> Option<&'t str> {
        match self {
            Self::Text(piece) if piece.is_empty() => Some(text),
            Self::Text(piece) => {
                count(piece.len());
                text.strip_suffix(&**piece)
            }
            Self::Ascii(piece) => {
                let (rest, end) = text.split_at_checked(text.len().checked_sub(piece.len())?)?;
                count(piece.len());
                end.eq_ignore_ascii_case(piece).then_some(rest)
            }
            Self::Characters(characters, case) => {
                let mut rest = text.chars();
                let same = characters
                    .iter()
                    .rev()
                    .all(|wanted| rest.next_back().is_some_and(|got| fits(*wanted, got, *case)));
                same.then_some(rest.as_str())
            }
        }
    }

    /// What follows the leftmost occurrence of this piece in `text`.
    fn strip_through<'t>(&self, text: &'t str) -> Option<&'t str> {
        match self {
            Self::Text(piece) => {
                let found = memmem::find(text.as_bytes(), piece.as_bytes());
                let end = found.map(|place| place + piece.len());
                count(piece.len() + end.unwrap_or(text.len()));
                Some(&text[end?..])
            }
            Self::Ascii(_) | Self::Characters(_, _) if !self.is_found_by_tables() => text
                .char_indices()
                .find_map(|(start, _)| self.strip_start(&text[start..])),
            Self::Ascii(piece) => {
                let characters: Vec<_> = piece.chars().map(Some).collect();
                strip_through(&characters, Case::Ignored, text)
            }
            Self::Characters(characters, case) => strip_through(characters, *case, text),
        }
    }

    /// The most steps that it takes whatever the text, by [`Self::strip_through`] or the others.
    fn preparation(&self) -> u64 {
        let length = self.len() as u64;
        if self.is_found_by_tables() {
            length + Finder::preparation(self.len())
        } else {
            length + 1
        }
    }

    /// The most steps that [`Self::strip_through`] takes for each character of the text besides.
    fn pace(&self) -> u64 {
        match self {
            Self::Text(_) => 1,
            Self::Ascii(_) | Self::Characters(_, _) if self.is_found_by_tables() => Finder::pace(self.len()),
            Self::Ascii(_) | Self::Characters(_, _) => self.len() as u64,
        }
    }

    fn is_found_by_tables(&self) -> bool {
        match self {
            Self::Text(_) => false,
            Self::Ascii(_) | Self::Characters(_, _) => self.len() > SHORT,
        }
    }
}

fn strip_through<'t>(characters: &[Option<char>], case: Case, text: &'t str) -> Option<&'t str> {
    let folded = text
        .char_indices()
        .map(|(start, character)| (start + character.len_utf8(), fold(character, case)));
    let end = Finder::new(characters).end_in(folded)?;
    Some(&text[end..])
}

/// Whether a character of a text is the one of a piece, which is folded.
fn fits(wanted: Option<char>, got: char, case: Case) -> bool {
    count(1);
    wanted.is_none_or(|wanted| wanted == fold(got, case))
}

/// One character for all that differ by case only. Letters of ASCII stay among themselves, so that the Kelvin
/// sign is no `k`.
fn fold(character: char, case: Case) -> char {
    match case {
        Case::Exact => character,
        Case::Ignored if character.is_ascii() => character.to_ascii_lowercase(),
        Case::Ignored => {
            let mut lower = character.to_lowercase();
            match (lower.next(), lower.next()) {
                (Some(lower), None) if !lower.is_ascii() => lower,
                _ => character,
            }
        }
    }
}

/// Counts steps, for tests: they never measure time.
#[cfg(not(test))]
pub(crate) const fn count(_: usize) {}

#[cfg(test)]
pub(crate) use tests::count;

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use proptest::prelude::*;

    use super::*;

    thread_local! {
        static STEPS: Cell<usize> = const { Cell::new(0) };
    }

    pub(crate) fn count(steps: usize) {
        STEPS.set(STEPS.get() + steps);
    }

    /// How many steps a match takes.
    fn steps(pattern: &Pattern, text: &str) -> u64 {
        STEPS.set(0);
        pattern.matches(text);
        STEPS.get() as u64
    }

    /// Patterns that a matcher which tries every place would be slow with, of about so many characters, each
    /// with a character of which the text consists.
    fn hard(length: usize) -> Vec<Pattern> {
        let run = |letter: &str| letter.repeat(length);
        let exact = [
            format!("*?{}b*", run("a")),
            format!("*{}?b*", run("a")),
            format!("*{}*", run("?")),
            format!("*{}b*", run("?")),
            "*?a".repeat(length / 3),
            format!("*{}b*?{}*", run("a"), run("a")),
            format!("{}*?{}b*{}", run("a"), run("a"), run("a")),
            format!("*{}", "a?b".repeat(length / 3)),
        ];
        let ignoring = [format!("*{}b*", run("A")), format!("*é?{}É*", run("a"))];
        let exact = exact.iter().map(|text| Pattern::new(wild(text), Case::Exact));
        let ignoring = ignoring
            .iter()
            .map(|text| Pattern::new(wild(text), Case::Ignored));
        exact.chain(ignoring).collect()
    }

    #[test]
    fn a_match_never_takes_more_steps_than_its_effort() {
        for length in [3, 32, 33, 64, 65, 129, 1000] {
            for (index, pattern) in hard(length).iter().enumerate() {
                for text in [0, 1, 31, 200, 5_000].map(|length| "a".repeat(length)) {
                    let most = pattern.effort().on(text.len());
                    let taken = steps(pattern, &text);
                    assert!(
                        taken <= most,
                        "{taken} > {most}: pattern {index} of {length} on {} bytes",
                        text.len()
                    );
                }
            }
        }
    }

    #[test]
    fn each_stretch_of_a_text_takes_as_many_steps_as_the_one_before() {
        for (index, pattern) in hard(1_000).iter().enumerate() {
            let effort = pattern.effort();
            assert!(
                effort.for_each_byte <= 1 + SHORT as u64,
                "{effort:?} of pattern {index}"
            );
            let [one, two, three] = [5_000, 10_000, 15_000].map(|length| steps(pattern, &"a".repeat(length)));
            let (second, third) = (two - one, three - two);
            assert!(
                third <= second + second / 100 + 100,
                "{second}, then {third}: pattern {index}"
            );
        }
    }

    #[test]
    fn a_long_piece_takes_a_64th_of_the_steps_that_trying_every_place_would() {
        let (pattern, text) = (format!("*?{}b*", "a".repeat(2_500)), "a".repeat(20_000));
        let pattern = Pattern::new(wild(&pattern), Case::Exact);

        let taken = steps(&pattern, &text);

        assert!(taken < 20_000 * 2_500 / 60, "{taken}");
    }

    fn matches(pattern: &str, text: &str) -> bool {
        Pattern::new(wild(pattern), Case::Exact).matches(text)
    }

    /// What `*` and `?` mean, said as simply as it can be.
    fn reference(pattern: &[char], text: &[char], case: Case) -> bool {
        match (pattern.split_first(), text.split_first()) {
            (None, rest) => rest.is_none(),
            (Some((&'*', rest)), None) => reference(rest, text, case),
            (Some((&'*', rest)), Some((_, shorter))) => {
                reference(rest, text, case) || reference(pattern, shorter, case)
            }
            (Some(_), None) => false,
            (Some((wanted, pattern)), Some((got, text))) => {
                let same = match case {
                    Case::Exact => wanted == got,
                    Case::Ignored => wanted.to_lowercase().eq(got.to_lowercase()),
                };
                (*wanted == '?' || same) && reference(pattern, text, case)
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4_000))]

        #[test]
        fn a_pattern_matches_what_the_reference_matches(
            pattern in "[abAé*?]{0,9}", text in "[abAé]{0,10}", ignored in any::<bool>(),
        ) {
            let case = if ignored { Case::Ignored } else { Case::Exact };
            let characters = |text: &str| text.chars().collect::<Vec<_>>();

            let got = Pattern::new(wild(&pattern), case).matches(&text);

            prop_assert_eq!(got, reference(&characters(&pattern), &characters(&text), case));
        }

        #[test]
        fn a_long_pattern_matches_what_its_short_pieces_would(
            unit in "[abÉ?]{1,3}", repeats in 12..60_usize, before in "[abé]{0,3}", end in "[abé]{0,2}", ignored in any::<bool>(),
        ) {
            let case = if ignored { Case::Ignored } else { Case::Exact };
            let stretch = unit.repeat(repeats);
            let characters: Vec<char> = stretch.chars().collect();
            let text = format!("{before}{}{end}", stretch.replace('?', "b"));
            let places: Vec<char> = text.chars().collect();
            let stands = |at: &[char]| {
                at.iter().zip(&characters).all(|(got, wanted)| *wanted == '?' || fold(*got, case) == fold(*wanted, case))
            };

            let got = Pattern::new(wild(&format!("*{stretch}*{end}")), case).matches(&text);
            let one_short = Pattern::new(wild(&format!("*{stretch}?*{before}{end}")), case).matches(&text);

            prop_assert!(got);
            let expected = places.windows(characters.len()).enumerate().any(|(at, window)| {
                stands(window)
                    && at + characters.len() < places.len()
                    && text.chars().skip(at + characters.len() + 1).collect::<String>().ends_with(&format!("{before}{end}"))
            });
            prop_assert_eq!(one_short, expected);
        }

        #[test]
        fn a_text_matches_itself_with_any_stretch_left_out(text in "\\PC{0,20}", from in 0..20_usize, to in 0..20_usize) {
            let characters: Vec<char> = text.chars().collect();
            let (from, to) = (from.min(characters.len()), to.min(characters.len()));
            let (from, to) = (from.min(to), from.max(to));
            let glyphs = characters[..from].iter().chain(&characters[to..]).map(|c| Glyph::Exactly(*c));
            let mut glyphs: Vec<Glyph> = glyphs.collect();
            glyphs.insert(from, Glyph::AnyMany);

            prop_assert!(Pattern::new(glyphs, Case::Exact).matches(&text));
        }
    }

    #[test]
    fn a_question_mark_is_one_character_of_any_width() {
        assert!(matches("?", "é"));
        assert!(matches("a?c", "aéc"));
        assert!(!matches("a?c", "ac"));
        assert!(!matches("a?c", "aéxc"));
    }

    #[test]
    fn pieces_do_not_overlap() {
        assert!(!matches("ab*ba", "aba"));
        assert!(matches("ab*ba", "abba"));
        assert!(!matches("a*b*b", "ab"));
    }
}
