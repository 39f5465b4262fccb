//! Stored and received text, made safe for a terminal: characters that move the cursor, change the direction of
//! writing or are invisible are spelled out, and text cannot imitate the rest of a line.

use std::borrow::Cow;
use std::fmt::{self, Write as _};
use std::io::{self, Write};

use serde::Serialize;
use unicode_properties::{GeneralCategory, GeneralCategoryGroup, UnicodeGeneralCategory};

/// Writes a line as `writeln!` does, with its whole text escaped.
macro_rules! write_line {
    ($out:expr, $($format:tt)+) => {
        $crate::terminal_text::write_escaped(&mut *$out, format_args!($($format)+))
    };
}
pub(crate) use write_line;

/// Writes one line, escaped.
pub(crate) fn write_escaped(out: &mut impl Write, line: fmt::Arguments<'_>) -> io::Result<()> {
    writeln!(out, "{}", escaped(&line.to_string()))
}

/// A text with every character that a terminal does not simply show spelled as `\u{202e}`.
pub(crate) fn escaped(text: &str) -> Cow<'_, str> {
    if text.chars().all(is_shown) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(2 * text.len());
    for char in text.chars() {
        push(&mut escaped, char);
    }
    Cow::Owned(escaped)
}

/// The same for a text of several lines.
pub(crate) fn escaped_lines(text: &str) -> String {
    let lines: Vec<_> = text.split('\n').map(escaped).collect();
    lines.join("\n")
}

/// A text in quotes, with its own quotes escaped.
pub(crate) fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for char in text.chars() {
        if matches!(char, '"' | '\\') {
            quoted.push('\\');
        }
        push(&mut quoted, char);
    }
    quoted.push('"');
    quoted
}

/// A text as one word of a line: quoted unless it is a single word.
pub(crate) fn word(text: &str) -> Cow<'_, str> {
    let is_of_a_word = |char: char| is_shown(char) && !char.is_whitespace() && !"\"\\()".contains(char);
    if !text.is_empty() && text.chars().all(is_of_a_word) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(quoted(text))
    }
}

/// A JSON text with the same meaning, with every character that a terminal does not simply show spelled as
/// `\u202e`. Line breaks stay.
pub(crate) fn escaped_json(json: &str) -> Cow<'_, str> {
    if json.chars().all(|char| is_shown(char) || char == '\n') {
        return Cow::Borrowed(json);
    }
    let mut escaped = String::with_capacity(2 * json.len());
    for char in json.chars() {
        if is_shown(char) || char == '\n' {
            escaped.push(char);
        } else {
            for unit in char.encode_utf16(&mut [0; 2]) {
                // Writing to a string cannot fail.
                let _ = write!(escaped, "\\u{unit:04x}");
            }
        }
    }
    Cow::Owned(escaped)
}

/// Writes a value as indented JSON that a terminal shows as it is.
pub(crate) fn write_json(out: &mut impl Write, value: &impl Serialize) -> anyhow::Result<()> {
    let json = serde_json::to_string_pretty(value)?;
    Ok(writeln!(out, "{}", escaped_json(&json))?)
}

/// A value as JSON on one line that a terminal shows as it is.
pub(crate) fn json_line(value: &impl Serialize) -> anyhow::Result<String> {
    let json = serde_json::to_string(value)?;
    Ok(escaped_json(&json).into_owned())
}

fn push(escaped: &mut String, char: char) {
    if is_shown(char) {
        escaped.push(char);
    } else {
        escaped.extend(char.escape_unicode());
    }
}

/// Whether a terminal simply shows a character in its place.
fn is_shown(char: char) -> bool {
    if char.is_ascii() {
        return !char.is_ascii_control();
    }
    // Control and format characters, surrogates, private use and unassigned code points.
    let is_other = char.general_category_group() == GeneralCategoryGroup::Other;
    let ends_a_line = matches!(
        char.general_category(),
        GeneralCategory::LineSeparator | GeneralCategory::ParagraphSeparator
    );
    !is_other && !ends_a_line
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use regex::Regex;

    use super::*;

    #[test]
    fn every_control_format_and_private_character_is_spelled_out() {
        let hidden = Regex::new(r"^[\p{Cc}\p{Cf}\p{Co}\p{Zl}\p{Zp}]$").unwrap();
        let mut count = 0;
        for char in ('\0'..=char::MAX).filter(|char| hidden.is_match(&char.to_string())) {
            count += 1;
            let spelled = char.escape_unicode().to_string();

            assert_eq!(escaped(&format!("a{char}b")), format!("a{spelled}b"));
            assert_eq!(escaped_lines(&format!("{char}")).contains(char), char == '\n');
            assert_eq!(quoted(&format!("{char}")), format!("\"{spelled}\""));
            assert_eq!(word(&format!("{char}")), format!("\"{spelled}\""));
        }
        // More than the two areas of private use alone.
        assert!(count > 137_468, "{count}");
    }

    #[test]
    fn harmless_text_stays_as_it_is() {
        let text = "Zoë Müller, 王小明, नमस्ते, e\u{301}, ✓ 🙂";

        assert_eq!(escaped(text), text);
        assert_eq!(escaped_json(text), text);
        assert_eq!(quoted(text), format!("\"{text}\""));
    }

    #[test]
    fn a_quoted_text_ends_where_it_seems_to() {
        assert_eq!(quoted(r#"a" as b\"#), r#""a\" as b\\""#);
        assert_eq!(
            word("arn:aws:iam::123456789012:user/ana"),
            "arn:aws:iam::123456789012:user/ana"
        );
        for text in ["", "two words", "a\u{a0}b", "(a)", r#"a""#, r"a\"] {
            assert_eq!(word(text), quoted(text));
        }
    }

    proptest! {
        #[test]
        fn json_means_the_same_when_it_is_escaped(text in any::<String>(), hidden in r"[\p{Cc}\p{Cf}\p{Co}\p{Zl}\p{Zp}]{1,4}") {
            let value = serde_json::json!({(format!("{text}{hidden}")): [hidden, text]});

            let json = value.to_string();
            let escaped = escaped_json(&json);

            prop_assert!(escaped.chars().all(is_shown), "{escaped}");
            prop_assert_eq!(serde_json::from_str::<serde_json::Value>(&escaped).unwrap(), value);
        }

        #[test]
        fn a_line_is_one_line(text in any::<String>(), more in r"[\p{Cc}\p{Zl}\p{Zp}]{1,4}") {
            let mut out = Vec::new();

            write_line!(&mut out, "{text}{more}").unwrap();

            let out = String::from_utf8(out).unwrap();
            prop_assert_eq!(out.chars().filter(|char| !is_shown(*char)).collect::<String>(), "\n");
        }
    }
}
