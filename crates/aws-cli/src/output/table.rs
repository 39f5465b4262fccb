//! `--output table`: the sections, headings and rows of a value. [`layout`] draws them.

mod layout;

use std::collections::BTreeSet;
use std::io::{self, Write};

use roster_python_values as python;
use serde_json::{Map, Value};

use super::error::unshowable;
use layout::Section;
pub(super) use layout::TableStyle;

/// Writes a table with a title. An empty value writes nothing.
pub(super) fn write(title: &str, value: &Value, style: &TableStyle, out: &mut dyn Write) -> io::Result<()> {
    if python::is_falsy(value) {
        return Ok(());
    }
    let mut table = Table::default();
    table.add(Some(title), value, 0)?;
    layout::render(table.sections, style, out)
}

/// The sections so far. Rows are added to the last one.
#[derive(Default)]
struct Table {
    sections: Vec<Section>,
}

impl Table {
    /// Adds a value in a section of its own or, without a title, in the current one.
    fn add(&mut self, title: Option<&str>, value: &Value, indent: usize) -> io::Result<()> {
        if python::is_falsy(value) {
            return Ok(());
        }
        if title.is_some() {
            self.sections.push(Section::new(title, indent));
        }
        match value {
            Value::Array(items) if items.first().is_some_and(Value::is_object) => {
                self.add_objects(title, items, indent)
            }
            Value::Array(items) => items.iter().try_for_each(|item| self.add_item(item)),
            Value::Object(members) => self.add_object(members, indent),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Ok(()),
        }
    }

    /// Adds an item of a list: a row if it is flat.
    fn add_item(&mut self, item: &Value) -> io::Result<()> {
        match item {
            Value::Array(cells) if cells.iter().all(is_scalar) => {
                self.current()?.add_row(cells.iter().map(cell).collect())
            }
            Value::Array(_) => self.add(None, item, 0),
            Value::Object(members) => self.current()?.add_row(members.keys().cloned().collect()),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
                self.current()?.add_row(vec![cell(item)])
            }
        }
    }

    /// Adds one object: its scalars are a row, each other member is a section below.
    fn add_object(&mut self, members: &Map<String, Value>, indent: usize) -> io::Result<()> {
        let mut names = Names::default();
        names.add(members);
        let row = names.scalar.iter().map(|name| cell(&members[*name])).collect();
        match names.headings().as_slice() {
            [] => {}
            [only] => self
                .current()?
                .add_row(vec![only.clone(), cell(&members[only])])?,
            headings => self.current()?.add_headed_row(headings.to_vec(), row)?,
        }
        names
            .nested
            .iter()
            .try_for_each(|name| self.add(Some(name), &members[*name], indent + 1))
    }

    /// Adds objects under common headings: one section if all their members are scalars.
    fn add_objects(&mut self, title: Option<&str>, items: &[Value], indent: usize) -> io::Result<()> {
        let objects = items.iter().map(object).collect::<io::Result<Vec<_>>>()?;
        let mut names = Names::default();
        for members in &objects {
            names.add(members);
        }
        self.current()?.add_headings(names.headings())?;
        for (index, members) in objects.into_iter().enumerate() {
            if index > 0 && !names.nested.is_empty() {
                self.sections.push(Section::new(title, indent));
                self.current()?.add_headings(names.headings())?;
            }
            self.current()?.add_row(
                names
                    .scalar
                    .iter()
                    .map(|name| members.get(*name).map_or_else(String::new, cell))
                    .collect(),
            )?;
            for name in names.nested.iter().filter(|name| members.contains_key(**name)) {
                self.add(Some(name), &members[*name], indent + 1)?;
            }
        }
        Ok(())
    }

    fn current(&mut self) -> io::Result<&mut Section> {
        self.sections
            .last_mut()
            .ok_or_else(|| unshowable("a row outside of any section"))
    }
}

/// Member names by kind, sorted. In a list, a name may be of both kinds.
#[derive(Default)]
struct Names<'a> {
    scalar: BTreeSet<&'a str>,
    nested: BTreeSet<&'a str>,
}

impl<'a> Names<'a> {
    fn add(&mut self, members: &'a Map<String, Value>) {
        for (name, value) in members {
            if is_scalar(value) {
                self.scalar.insert(name)
            } else {
                self.nested.insert(name)
            };
        }
    }

    fn headings(&self) -> Vec<String> {
        self.scalar.iter().map(ToString::to_string).collect()
    }
}

fn object(item: &Value) -> io::Result<&Map<String, Value>> {
    let text = || match item {
        Value::Null | Value::Bool(_) | Value::Number(_) => {
            format!("'{}' object is not iterable", python::type_name(item))
        }
        Value::Array(_) | Value::String(_) if python::is_falsy(item) => {
            format!("'{}' object has no attribute 'get'", python::type_name(item))
        }
        Value::String(_) => "string indices must be integers, not 'str'".into(),
        Value::Array(_) | Value::Object(_) => "list indices must be integers or slices, not str".into(),
    };
    item.as_object().ok_or_else(|| unshowable(text()))
}

fn cell(value: &Value) -> String {
    python::str(value).into_owned()
}

fn is_scalar(value: &Value) -> bool {
    !value.is_array() && !value.is_object()
}
