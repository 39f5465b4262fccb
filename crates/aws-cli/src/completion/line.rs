//! A command line as a shell parses it, finished or not: words, quotes, and the start of the word at the
//! cursor. Crates that split like a shell do not report where words start, and refuse a line that ends inside
//! quotes.

use std::borrow::Cow;

/// A line up to the cursor.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// The words before the one at the cursor, without quotes.
    pub words: Vec<String>,
    /// The word at the cursor as typed so far, without quotes.
    pub current: String,
    /// Where that word starts, in bytes.
    pub start: usize,
    /// Whether a quote is open at the cursor.
    is_quote_open: bool,
}

impl Line {
    /// Parses the text before the cursor.
    pub fn parse(text: &str) -> Self {
        let mut line = Self::default();
        let mut word = None::<String>;
        let mut quote = None;
        let mut characters = text.char_indices();
        while let Some((position, character)) = characters.next() {
            if word.is_none() {
                line.start = position;
            }
            match (quote, character) {
                (None, blank) if blank.is_whitespace() => line.words.extend(word.take()),
                (None, '\'' | '"') => {
                    quote = Some(character);
                    word.get_or_insert_default();
                }
                (Some(open), _) if open == character => quote = None,
                (None | Some('"'), '\\') => {
                    let escaped = characters.next().map_or('\\', |(_, escaped)| escaped);
                    let stays = quote.is_some() && !matches!(escaped, '"' | '\\');
                    word.get_or_insert_default().extend(stays.then_some('\\'));
                    word.get_or_insert_default().push(escaped);
                }
                (_, other) => word.get_or_insert_default().push(other),
            }
        }
        if word.is_none() {
            line.start = text.len();
        }
        line.current = word.unwrap_or_default();
        line.is_quote_open = quote.is_some();
        line
    }
}

/// The words of a finished line. `None`: a quote is not closed.
pub(crate) fn split(text: &str) -> Option<Vec<String>> {
    // The blank ends the last word.
    let line = Line::parse(&format!("{text} "));
    (!line.is_quote_open).then_some(line.words)
}

/// A word with the quotes that it needs, as Python's `shlex.quote` adds them: `--a=b` needs none.
pub(crate) fn quoted(word: &str) -> Cow<'_, str> {
    let is_plain = |character: char| character.is_ascii_alphanumeric() || "@%+=:,./-_".contains(character);
    if !word.is_empty() && word.chars().all(is_plain) {
        return Cow::Borrowed(word);
    }
    Cow::Owned(format!("'{}'", word.replace('\'', r#"'"'"'"#)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_word_at_the_cursor_is_found_with_its_start() {
        for (text, words, current, start) in [
            ("", &[][..], "", 0),
            ("connect", &[], "connect", 0),
            ("connect ", &["connect"], "", 8),
            ("connect  desc", &["connect"], "desc", 9),
            ("a 'b c' d", &["a", "b c"], "d", 8),
            ("a 'b c", &["a"], "b c", 2),
            ("a \"b\\\"c\\d", &["a"], "b\"c\\d", 2),
            (r"a b\ c", &["a"], "b c", 2),
            ("a ''", &["a"], "", 2),
            ("é ü", &["é"], "ü", 3),
        ] {
            let line = Line::parse(text);
            let found = (
                line.words.iter().map(String::as_str).collect::<Vec<_>>(),
                line.current.as_str(),
                line.start,
            );
            assert_eq!(found, (words.to_vec(), current, start), "{text}");
        }
    }

    #[test]
    fn a_line_with_an_open_quote_is_not_finished() {
        assert_eq!(split("a 'b"), None);
        assert_eq!(split(" a  b ").unwrap(), ["a", "b"]);
    }

    proptest! {
        #[test]
        fn quoted_words_parse_to_the_same_words(words in proptest::collection::vec(any::<String>(), 0..4)) {
            let quoted: Vec<_> = words.iter().map(|word| quoted(word)).collect();
            prop_assert_eq!(split(&quoted.join(" ")), Some(words));
        }
    }
}
