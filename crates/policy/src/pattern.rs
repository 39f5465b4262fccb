//! Texts with `*` and `?`.
//!
//! A pattern is cut at its `*`s when it is read. Matching anchors the first and the last piece and takes the
//! leftmost place for each piece between, which is never worse than a later one: no step is ever taken back.

use memchr::memmem;

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
}

/// A stretch without `*`.
#[derive(Clone, Debug)]
enum Piece {
    /// No wildcard, and case counts: compared as bytes.
    Text(Box<str>),
    /// No wildcard, and case does not count, but everything is ASCII: the usual form of an action.
    Ascii(Box<str>),
    /// Each is a character, or `None` for any one.
    Characters(Box<[Option<char>]>, Case),
}

impl Piece {
    fn new(glyphs: &[Glyph], case: Case) -> Self {
        let characters: Box<[Option<char>]> = glyphs
            .iter()
            .map(|glyph| match glyph {
                Glyph::Exactly(character) => Some(*character),
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
        match self {
            Self::Text(text) | Self::Ascii(text) => text.is_empty(),
            Self::Characters(characters, _) => characters.is_empty(),
        }
    }

    /// What follows this piece at the start of `text`.
    fn strip_start<'t>(&self, text: &'t str) -> Option<&'t str> {
        match self {
            Self::Text(piece) if piece.is_empty() => Some(text), // memcmp is slow on no bytes at no address
            Self::Text(piece) => text.strip_prefix(&**piece),
            Self::Ascii(piece) => {
                let (start, rest) = text.split_at_checked(piece.len())?;
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
            Self::Text(piece) => text.strip_suffix(&**piece),
            Self::Ascii(piece) => {
                let (rest, end) = text.split_at_checked(text.len().checked_sub(piece.len())?)?;
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
                let place = memmem::find(text.as_bytes(), piece.as_bytes())?;
                Some(&text[place + piece.len()..])
            }
            Self::Ascii(_) | Self::Characters(_, _) => text
                .char_indices()
                .find_map(|(start, _)| self.strip_start(&text[start..])),
        }
    }
}

fn fits(wanted: Option<char>, got: char, case: Case) -> bool {
    let Some(wanted) = wanted else {
        return true;
    };
    wanted == got
        || match case {
            Case::Exact => false,
            Case::Ignored => {
                wanted.eq_ignore_ascii_case(&got)
                    || (!wanted.is_ascii() && wanted.to_lowercase().eq(got.to_lowercase()))
            }
        }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

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
