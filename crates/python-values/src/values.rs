//! Values as Python writes them: `str()`, `repr()`, `type()`, `not`.

use std::borrow::Cow;
use std::fmt::Write as _;

use icu_properties::CodePointMapData;
use icu_properties::props::GeneralCategory;
use serde_json::{Number, Value};

/// `str(value)`: a string as it is, anything else as [`repr`].
pub fn str(value: &Value) -> Cow<'_, str> {
    match value {
        Value::String(text) => Cow::Borrowed(text),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => {
            Cow::Owned(repr(value))
        }
    }
}

/// `repr(value)`: `None`, `True`, `1.0`, `'text'`, `['a', 'b']`, `{'a': 1}`.
pub fn repr(value: &Value) -> String {
    match value {
        Value::Null => "None".into(),
        Value::Bool(true) => "True".into(),
        Value::Bool(false) => "False".into(),
        Value::Number(number) => self::number(number),
        Value::String(text) => repr_str(text),
        Value::Array(items) => format!("[{}]", joined(items.iter().map(repr))),
        Value::Object(members) => {
            format!(
                "{{{}}}",
                joined(
                    members
                        .iter()
                        .map(|(name, value)| format!("{}: {}", repr_str(name), repr(value)))
                )
            )
        }
    }
}

/// A number: integers in full, others as [`float`].
pub fn number(number: &Number) -> String {
    match number.as_f64() {
        Some(value) if number.is_f64() => float(value),
        _ => number.to_string(),
    }
}

/// The shortest digits that read back as the same number, with an exponent from 1e16 up and below 1e-4.
pub fn float(value: f64) -> String {
    let scientific = format!("{value:e}");
    let (digits, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    match exponent.parse::<i32>() {
        Ok(exponent) if !(-4..16).contains(&exponent) => format!("{digits}e{exponent:+03}"),
        _ => format!("{value:?}"),
    }
}

/// `type(value).__name__`.
pub fn type_name(value: &Value) -> &'static str {
    match value {
        Value::Null => "NoneType",
        Value::Bool(_) => "bool",
        Value::Number(number) if number.is_f64() => "float",
        Value::Number(_) => "int",
        Value::String(_) => "str",
        Value::Array(_) => "list",
        Value::Object(_) => "dict",
    }
}

/// `not value`.
pub fn is_falsy(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Bool(value) => !value,
        Value::Number(number) => number.as_f64() == Some(0.0),
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
    }
}

fn joined(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().join(", ")
}

/// `repr(text)`: in single quotes; in double quotes if the text contains single quotes and no double ones.
pub fn repr_str(text: &str) -> String {
    let quote = if text.contains('\'') && !text.contains('"') {
        '"'
    } else {
        '\''
    };
    let mut repr = String::from(quote);
    for character in text.chars() {
        push_escaped(&mut repr, character, quote);
    }
    repr.push(quote);
    repr
}

fn push_escaped(repr: &mut String, character: char, quote: char) {
    let code = u32::from(character);
    let written = match character {
        '\n' => write!(repr, "\\n"),
        '\r' => write!(repr, "\\r"),
        '\t' => write!(repr, "\\t"),
        '\\' => write!(repr, "\\\\"),
        _ if character == quote => write!(repr, "\\{quote}"),
        _ if is_printable(character) => write!(repr, "{character}"),
        _ if code < 0x100 => write!(repr, "\\x{code:02x}"),
        _ if code < 0x1_0000 => write!(repr, "\\u{code:04x}"),
        _ => write!(repr, "\\U{code:08x}"),
    };
    written.expect("a string takes all text");
}

/// `str.isprintable`: false for control, format, private, unassigned and separating characters except the blank.
fn is_printable(character: char) -> bool {
    use GeneralCategory as Category;
    character == ' '
        || !matches!(
            CodePointMapData::<GeneralCategory>::new().get(character),
            Category::Control
                | Category::Format
                | Category::Surrogate
                | Category::PrivateUse
                | Category::Unassigned
                | Category::LineSeparator
                | Category::ParagraphSeparator
                | Category::SpaceSeparator
        )
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn floats_read_as_in_python() {
        let cases = [
            (1_669_672_800.123, "1669672800.123"),
            (1.0, "1.0"),
            (-0.0, "-0.0"),
            (0.1, "0.1"),
            (1e15, "1000000000000000.0"),
            (1e16, "1e+16"),
            (1.5e300, "1.5e+300"),
            (1e-4, "0.0001"),
            (1e-5, "1e-05"),
            (5e-324, "5e-324"),
        ];

        for (value, text) in cases {
            assert_eq!(float(value), text);
        }
    }

    #[test]
    fn values_inside_values_read_as_in_python() {
        let value =
            json!({"a": [null, true, 1.0, "it's"], "b": "\u{1}\u{a0}é\u{200b}\u{1f600}\u{e0001}\"'\\\n"});

        assert_eq!(
            repr(&value),
            r#"{'a': [None, True, 1.0, "it's"], 'b': '\x01\xa0é\u200b😀\U000e0001"\'\\\n'}"#
        );
    }
}
