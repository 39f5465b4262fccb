//! `--output yaml` and `yaml-stream`: block style, members sorted by name, lists not indented below their
//! names, long text folded at 80 columns. That is how libyaml writes, which the AWS CLI uses.

mod kind;
mod scalar;

use std::io::{self, Write};

use roster_python_values as python;
use serde_json::{Map, Value};

use super::json;
use scalar::{Scalar, Style};

/// A longer name is written in a line of its own, after `? `.
const LONGEST_SIMPLE_NAME_BYTES: usize = 128;
const INDENT: usize = 2;

/// Writes a document; a lone scalar as JSON, because YAML would have to end it with `...`.
pub(super) fn write(value: &Value, out: &mut dyn Write) -> io::Result<()> {
    if !value.is_array() && !value.is_object() {
        return json::write(value, out);
    }
    let mut emitter = Emitter::default();
    emitter.value(value, Place::Root, None);
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

/// Where a value stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
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

/// The text so far, and where the next character goes.
struct Emitter {
    text: String,
    column: usize,
    /// The last character was a blank or a line end.
    after_blank: bool,
    /// Only indentation and indicators (`- `, `? `) stand on this line.
    at_start: bool,
}

impl Default for Emitter {
    fn default() -> Self {
        Self {
            text: String::new(),
            column: 0,
            after_blank: true,
            at_start: true,
        }
    }
}

impl Emitter {
    /// A value below a collection that is indented by so many columns; none is around the root.
    fn value(&mut self, value: &Value, place: Place, around: Option<usize>) {
        let inner = around.map_or(0, |indent| indent + INDENT);
        match value {
            Value::Array(items) if items.is_empty() => self.indicator("[]"),
            Value::Object(members) if members.is_empty() => self.indicator("{}"),
            Value::Array(items) if place == Place::Member => self.list(items, around.unwrap_or_default()),
            Value::Array(items) => self.list(items, inner),
            Value::Object(members) => self.members(members, inner),
            Value::Null => self.plain("null", place, inner),
            Value::Bool(value) => self.plain(if *value { "true" } else { "false" }, place, inner),
            Value::Number(number) => self.plain(&python::number(number), place, inner),
            Value::String(text) => self.string(&Scalar::new(text), place, inner),
        }
    }

    fn list(&mut self, items: &[Value], indent: usize) {
        for item in items {
            self.line(indent);
            self.prefix('-');
            self.value(item, Place::Item, Some(indent));
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
            self.string(name, Place::SimpleName, indent + INDENT);
            self.push(':');
            (self.after_blank, self.at_start) = (false, false);
            self.value(value, Place::Member, Some(indent));
        } else {
            self.prefix('?');
            self.string(name, Place::LongName, indent + INDENT);
            self.line(indent);
            self.prefix(':');
            self.value(value, Place::LongMember, Some(indent));
        }
    }

    fn string(&mut self, scalar: &Scalar<'_>, place: Place, indent: usize) {
        let simple = place == Place::SimpleName;
        // A name on one line is never folded.
        let fold = (!simple).then_some(indent);
        match scalar.style(simple) {
            Style::Plain => self.plain(scalar.text(), place, indent),
            Style::Single => self.single_quoted(scalar.text(), fold),
            Style::Double => self.double_quoted(scalar.text(), fold),
        }
    }

    fn plain(&mut self, text: &str, place: Place, indent: usize) {
        self.blank();
        let fold = (place != Place::SimpleName).then_some(indent);
        scalar::write_plain(self, text, fold);
        (self.after_blank, self.at_start) = (false, false);
    }

    fn single_quoted(&mut self, text: &str, fold: Option<usize>) {
        self.indicator("'");
        scalar::write_single_quoted(self, text, fold);
        self.push('\'');
        (self.after_blank, self.at_start) = (false, false);
    }

    fn double_quoted(&mut self, text: &str, fold: Option<usize>) {
        self.indicator("\"");
        scalar::write_double_quoted(self, text, fold);
        self.push('"');
        (self.after_blank, self.at_start) = (false, false);
    }

    /// `-`, `?` or `:` before a value, which may begin a collection on the same line.
    fn prefix(&mut self, indicator: char) {
        self.blank();
        self.push(indicator);
        self.after_blank = false;
    }

    fn indicator(&mut self, indicator: &str) {
        self.blank();
        indicator.chars().for_each(|character| self.push(character));
        (self.after_blank, self.at_start) = (false, false);
    }

    fn blank(&mut self) {
        if !self.after_blank {
            self.push(' ');
        }
    }

    /// Goes to this column, on a new line unless nothing but indentation stands before it.
    fn line(&mut self, indent: usize) {
        if !self.at_start || self.column > indent || (self.column == indent && !self.after_blank) {
            self.end_line();
        }
        while self.column < indent {
            self.push(' ');
        }
        (self.after_blank, self.at_start) = (true, true);
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
