//! Text in YAML: plain if possible, else in single quotes, or in double quotes if it needs escapes. Long text
//! is folded.

use std::fmt::Write as _;

use super::{Emitter, implicit_type};

/// Text is folded at the first single blank beyond this column.
const COLUMNS: usize = 80;

/// How a text is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    Plain,
    Single,
    Double,
}

/// A text and the styles that can represent it.
pub(super) struct Scalar<'a> {
    text: &'a str,
    multiline: bool,
    plain: bool,
    single: bool,
}

impl<'a> Scalar<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let multiline = text.contains(is_break);
        let edges = [text.chars().next(), text.chars().next_back()];
        let open = edges.into_iter().flatten().any(is_blank);
        let blank_and_break = |(one, next)| (one == ' ' && is_break(next)) || (is_break(one) && next == ' ');
        let special = text.chars().any(|character| !is_printable(character))
            || text.chars().zip(text.chars().skip(1)).any(blank_and_break);
        Self {
            text,
            multiline,
            plain: !(multiline || open || special || has_indicator(text)),
            single: !special,
        }
    }

    pub(super) fn text(&self) -> &'a str {
        self.text
    }

    pub(super) fn is_multiline(&self) -> bool {
        self.multiline
    }

    /// The simplest style that represents the text.
    pub(super) fn style(&self, simple_name: bool) -> Style {
        if self.single && !(simple_name && self.multiline) {
            if self.plain && !implicit_type::has_implicit_type(self.text) {
                Style::Plain
            } else {
                Style::Single
            }
        } else {
            Style::Double
        }
    }
}

/// Whether the text contains YAML syntax.
fn has_indicator(text: &str) -> bool {
    if text.starts_with("---") || text.starts_with("...") {
        return true;
    }
    let mut before = None;
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let ends_word = characters.peek().is_none_or(|next| is_blank(*next));
        let found = match (before, character) {
            (
                None,
                '#' | ',' | '[' | ']' | '{' | '}' | '&' | '*' | '!' | '|' | '>' | '\'' | '"' | '%' | '@'
                | '`',
            ) => true,
            (None, '?' | '-') | (_, ':') => ends_word,
            (Some(before), '#') => is_blank(before),
            _ => false,
        };
        if found {
            return true;
        }
        before = Some(character);
    }
    false
}

fn is_break(character: char) -> bool {
    matches!(character, '\r' | '\n' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

fn is_blank(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\0') || is_break(character)
}

/// The characters that libyaml does not escape. It escapes all beyond the Basic Multilingual Plane.
fn is_printable(character: char) -> bool {
    matches!(character, '\n' | ' '..='~' | '\u{a0}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}')
        && character != '\u{feff}'
}

pub(super) fn write_plain(emitter: &mut Emitter, text: &str, fold: Option<usize>) {
    let characters: Vec<char> = text.chars().collect();
    for (at, character) in characters.iter().enumerate() {
        match fold {
            Some(indent) if folds(emitter, &characters, at) => emitter.line(indent),
            _ => emitter.push(*character),
        }
    }
}

pub(super) fn write_single_quoted(emitter: &mut Emitter, text: &str, fold: Option<usize>) {
    let indent = fold.unwrap_or_default();
    let characters: Vec<char> = text.chars().collect();
    let mut after_break = false;
    for (at, character) in characters.iter().enumerate() {
        if is_break(*character) {
            // A single line end would be parsed as a blank.
            if !after_break && *character == '\n' {
                emitter.end_line();
            }
            end_line_as(emitter, *character);
            (emitter.at_line_start, after_break) = (true, true);
            continue;
        }
        if fold.is_some() && !is_edge(at, &characters) && folds(emitter, &characters, at) {
            emitter.line(indent);
            continue;
        }
        if after_break {
            emitter.line(indent);
        }
        if *character == '\'' {
            emitter.push('\'');
        }
        emitter.push(*character);
        (emitter.at_line_start, after_break) = (false, false);
    }
    if after_break {
        emitter.line(indent);
    }
}

fn end_line_as(emitter: &mut Emitter, line_end: char) {
    if line_end == '\n' {
        emitter.end_line();
    } else {
        emitter.text.push(line_end);
        emitter.column = 0;
    }
}

pub(super) fn write_double_quoted(emitter: &mut Emitter, text: &str, fold: Option<usize>) {
    let characters: Vec<char> = text.chars().collect();
    for (at, character) in characters.iter().enumerate() {
        match fold {
            Some(indent) if !is_edge(at, &characters) && folds_escaped(emitter, &characters, at) => {
                emitter.line(indent);
                if characters[at + 1] == ' ' {
                    emitter.push('\\');
                }
            }
            _ if matches!(character, '"' | '\\') || is_break(*character) || !is_printable(*character) => {
                escape(*character)
                    .chars()
                    .for_each(|character| emitter.push(character));
                emitter.at_line_start = false;
            }
            _ => emitter.push(*character),
        }
    }
}

/// Whether the line ends at this blank. It must be the only one between two words.
fn folds(emitter: &Emitter, characters: &[char], at: usize) -> bool {
    folds_escaped(emitter, characters, at) && characters.get(at + 1) != Some(&' ')
}

/// Whether the line ends at this blank. More blanks may follow.
fn folds_escaped(emitter: &Emitter, characters: &[char], at: usize) -> bool {
    characters[at] == ' ' && emitter.column > COLUMNS && (at == 0 || characters[at - 1] != ' ')
}

fn is_edge(at: usize, characters: &[char]) -> bool {
    at == 0 || at + 1 == characters.len()
}

fn escape(character: char) -> String {
    let short = match character {
        '\0' => '0',
        '\u{7}' => 'a',
        '\u{8}' => 'b',
        '\t' => 't',
        '\n' => 'n',
        '\u{b}' => 'v',
        '\u{c}' => 'f',
        '\r' => 'r',
        '\u{1b}' => 'e',
        '"' => '"',
        '\\' => '\\',
        '\u{85}' => 'N',
        '\u{a0}' => '_',
        '\u{2028}' => 'L',
        '\u{2029}' => 'P',
        _ => return long_escape(u32::from(character)),
    };
    format!("\\{short}")
}

fn long_escape(code: u32) -> String {
    let mut text = String::new();
    match code {
        0..=0xff => write!(text, "\\x{code:02X}"),
        0x100..=0xffff => write!(text, "\\u{code:04X}"),
        _ => write!(text, "\\U{code:08X}"),
    }
    .expect("a string takes all text");
    text
}
