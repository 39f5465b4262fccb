//! `--output yaml` and `yaml-stream`, as libyaml writes them, which the AWS CLI uses: block style, members
//! sorted by name, lists not indented below their names, long text folded at 80 columns.

mod implicit_type;
mod scalar;

use std::io::{self, Write};

use roster_python_values as python;
use serde_json::{Map, Value};

use super::json;
use scalar::{Scalar, Style};

/// A longer name is written on a line of its own, after `? `.
const LONGEST_SIMPLE_NAME_BYTES: usize = 128;
const INDENT: usize = 2;

/// Writes a document. A lone scalar is written as JSON, because YAML would end it with `...`.
pub(super) fn write(value: &Value, out: &mut dyn Write) -> io::Result<()> {
    if !value.is_array() && !value.is_object() {
        return json::write(value, out);
    }
    let mut emitter = Emitter::default();
    emitter.value(value, Position::Root, None);
    emitter.text.push('\n');
    out.write_all(emitter.text.as_bytes())
}

/// Writes the value as the item of a list.
pub(super) fn write_item(value: &Value, out: &mut dyn Write) -> io::Result<()> {
    let mut emitter = Emitter::default();
    emitter.list(std::slice::from_ref(value), 0);
    emitter.text.push('\n');
    out.write_all(emitter.text.as_bytes())
}

/// The position of a value.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Position {
    Root,
    /// After `- `.
    Item,
    /// Before `:` on one line.
    SimpleName,
    /// After `? `.
    LongName,
    /// After `name:`.
    Member,
    /// After `: ` on the line below a long name.
    LongMember,
}

/// The text so far, and the position of the next character.
struct Emitter {
    text: String,
    column: usize,
    /// The last character was a blank or a line end.
    after_blank: bool,
    /// The line has only indentation and indicators (`- `, `? `) so far.
    at_line_start: bool,
}

impl Default for Emitter {
    fn default() -> Self {
        Self {
            text: String::new(),
            column: 0,
            after_blank: true,
            at_line_start: true,
        }
    }
}

impl Emitter {
    /// A value inside a collection with this indentation. The root is in no collection.
    fn value(&mut self, value: &Value, position: Position, parent_indent: Option<usize>) {
        let inner = parent_indent.map_or(0, |indent| indent + INDENT);
        match value {
            Value::Array(items) if items.is_empty() => self.indicator("[]"),
            Value::Object(members) if members.is_empty() => self.indicator("{}"),
            Value::Array(items) if position == Position::Member => {
                self.list(items, parent_indent.unwrap_or_default());
            }
            Value::Array(items) => self.list(items, inner),
            Value::Object(members) => self.members(members, inner),
            Value::Null => self.plain("null", position, inner),
            Value::Bool(value) => self.plain(if *value { "true" } else { "false" }, position, inner),
            Value::Number(number) => self.plain(&python::number(number), position, inner),
            Value::String(text) => self.string(&Scalar::new(text), position, inner),
        }
    }

    fn list(&mut self, items: &[Value], indent: usize) {
        for item in items {
            self.line(indent);
            self.prefix('-');
            self.value(item, Position::Item, Some(indent));
        }
    }

    fn members(&mut self, members: &Map<String, Value>, indent: usize) {
        let mut sorted: Vec<_> = members.iter().collect();
        sorted.sort_by_key(|(name, _)| *name);
        for (name, value) in sorted {
            self.line(indent);
            self.member(&Scalar::new(name), value, indent);
        }
    }

    fn member(&mut self, name: &Scalar<'_>, value: &Value, indent: usize) {
        if !name.is_multiline() && name.text().len() <= LONGEST_SIMPLE_NAME_BYTES {
            self.string(name, Position::SimpleName, indent + INDENT);
            self.push(':');
            (self.after_blank, self.at_line_start) = (false, false);
            self.value(value, Position::Member, Some(indent));
        } else {
            self.prefix('?');
            self.string(name, Position::LongName, indent + INDENT);
            self.line(indent);
            self.prefix(':');
            self.value(value, Position::LongMember, Some(indent));
        }
    }

    fn string(&mut self, scalar: &Scalar<'_>, position: Position, indent: usize) {
        let simple = position == Position::SimpleName;
        // A name on one line is never folded.
        let fold = (!simple).then_some(indent);
        match scalar.style(simple) {
            Style::Plain => self.plain(scalar.text(), position, indent),
            Style::Single => self.single_quoted(scalar.text(), fold),
            Style::Double => self.double_quoted(scalar.text(), fold),
        }
    }

    fn plain(&mut self, text: &str, position: Position, indent: usize) {
        self.blank();
        let fold = (position != Position::SimpleName).then_some(indent);
        scalar::write_plain(self, text, fold);
        (self.after_blank, self.at_line_start) = (false, false);
    }

    fn single_quoted(&mut self, text: &str, fold: Option<usize>) {
        self.indicator("'");
        scalar::write_single_quoted(self, text, fold);
        self.push('\'');
        (self.after_blank, self.at_line_start) = (false, false);
    }

    fn double_quoted(&mut self, text: &str, fold: Option<usize>) {
        self.indicator("\"");
        scalar::write_double_quoted(self, text, fold);
        self.push('"');
        (self.after_blank, self.at_line_start) = (false, false);
    }

    /// `-`, `?` or `:` before a value. A collection may start on the same line.
    fn prefix(&mut self, indicator: char) {
        self.blank();
        self.push(indicator);
        self.after_blank = false;
    }

    fn indicator(&mut self, indicator: &str) {
        self.blank();
        indicator.chars().for_each(|character| self.push(character));
        (self.after_blank, self.at_line_start) = (false, false);
    }

    fn blank(&mut self) {
        if !self.after_blank {
            self.push(' ');
        }
    }

    /// Moves to this column. Starts a new line if the current one has text.
    fn line(&mut self, indent: usize) {
        if !self.at_line_start || self.column > indent || (self.column == indent && !self.after_blank) {
            self.end_line();
        }
        while self.column < indent {
            self.push(' ');
        }
        (self.after_blank, self.at_line_start) = (true, true);
    }

    fn end_line(&mut self) {
        self.text.push('\n');
        self.column = 0;
    }

    fn push(&mut self, character: char) {
        self.text.push(character);
        self.column += 1;
    }
}
