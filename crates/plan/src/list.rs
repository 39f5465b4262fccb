//! Several values in one cell: `Agent|Admin`. A backslash takes the next character as it is.

/// What stands between values. Spreadsheets and files of HR have commas and semicolons between cells, so a list with
/// those would fall apart.
pub(crate) const SEPARATOR: char = '|';

const ESCAPE: char = '\\';

/// The values of a cell with their escapes, without blanks around them.
pub(crate) fn split(cell: &str) -> Vec<&str> {
    let mut rest = cell;
    let mut values = Vec::new();
    while let Some((value, others)) = split_once(rest, SEPARATOR) {
        values.push(value);
        rest = others;
    }
    values.push(rest);
    let trimmed = values.into_iter().map(trimmed);
    trimmed.filter(|value| !value.is_empty()).collect()
}

/// What stands before and after a character that is not escaped.
pub(crate) fn split_once(text: &str, separator: char) -> Option<(&str, &str)> {
    let mut is_escaped = false;
    for (place, character) in text.char_indices() {
        if character == separator && !is_escaped {
            return Some((&text[..place], &text[place + character.len_utf8()..]));
        }
        is_escaped = character == ESCAPE && !is_escaped;
    }
    None
}

/// A text without the blanks around it that are not escaped.
pub(crate) fn trimmed(text: &str) -> &str {
    let text = text.trim_start();
    let mut end = 0;
    let mut is_escaped = false;
    for (place, character) in text.char_indices() {
        if is_escaped || !character.is_whitespace() {
            end = place + character.len_utf8();
        }
        is_escaped = character == ESCAPE && !is_escaped;
    }
    &text[..end]
}

/// A text as it stands in a list: with escapes before blanks at its ends and before these characters.
pub(crate) fn escaped(text: &str, special: &[char]) -> String {
    let inner = text.trim();
    let start = text.len() - text.trim_start().len();
    let inside = start..start + inner.len();
    let mut escaped = String::with_capacity(text.len());
    for (place, character) in text.char_indices() {
        if character == ESCAPE || special.contains(&character) || !inside.contains(&place) {
            escaped.push(ESCAPE);
        }
        escaped.push(character);
    }
    escaped
}

/// A text without its escapes.
pub(crate) fn unescaped(text: &str) -> String {
    let mut unescaped = String::with_capacity(text.len());
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        unescaped.extend(if character == ESCAPE {
            characters.next()
        } else {
            Some(character)
        });
    }
    unescaped
}

/// The cell of values that have their escapes.
pub(crate) fn joined(values: &[String]) -> String {
    values.join("|")
}
