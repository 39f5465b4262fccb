//! `--output text`: one line of tab-separated scalars for each object, in the order of their names, then
//! each member that is a list or an object on lines that begin with the member's name.

use std::collections::BTreeSet;
use std::io::{self, Write};

use roster_python_values as python;
use serde_json::{Map, Value};

use super::error::unshowable;

/// Writes the value's lines: none for an empty one.
pub(super) fn write(value: &Value, out: &mut dyn Write) -> io::Result<()> {
    item(value, None, None, out)
}

/// One value under the member name and, inside a list of objects, in the columns of all its objects.
fn item(
    value: &Value,
    name: Option<&str>,
    columns: Option<&BTreeSet<&str>>,
    out: &mut dyn Write,
) -> io::Result<()> {
    match value {
        Value::Object(members) => object(members, name, columns, out),
        Value::Array(items) => list(items, name, out),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            writeln!(out, "{}", python::str(value))
        }
    }
}

fn object(
    members: &Map<String, Value>,
    name: Option<&str>,
    columns: Option<&BTreeSet<&str>>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let own;
    let columns = if let Some(columns) = columns {
        columns
    } else {
        own = scalar_names(members);
        &own
    };
    if !columns.is_empty() {
        let cells = columns
            .iter()
            .map(|column| members.get(*column).map(python::str).unwrap_or_default());
        line(name, &cells.collect::<Vec<_>>(), out)?;
    }
    let mut rest: Vec<_> = members
        .iter()
        .filter(|(name, _)| !columns.contains(name.as_str()))
        .collect();
    rest.sort_by_key(|(name, _)| *name);
    rest.into_iter()
        .try_for_each(|(name, value)| item(value, Some(name), None, out))
}

fn list(items: &[Value], name: Option<&str>, out: &mut dyn Write) -> io::Result<()> {
    if items.iter().any(Value::is_object) {
        let columns = columns_of(items)?;
        return items
            .iter()
            .try_for_each(|value| item(value, name, Some(&columns), out));
    }
    let (lists, scalars): (Vec<&Value>, Vec<&Value>) = items.iter().partition(|value| value.is_array());
    scalar_list(&scalars, name, out)?;
    lists
        .into_iter()
        .try_for_each(|value| item(value, name, None, out))
}

/// A line for each scalar, or, under no name, one line of them all.
fn scalar_list(scalars: &[&Value], name: Option<&str>, out: &mut dyn Write) -> io::Result<()> {
    let cells: Vec<_> = scalars.iter().map(|value| python::str(value)).collect();
    match name {
        Some(_) => cells
            .iter()
            .try_for_each(|cell| line(name, std::slice::from_ref(cell), out)),
        None if cells.is_empty() => Ok(()),
        None => line(None, &cells, out),
    }
}

fn line(name: Option<&str>, cells: &[impl AsRef<str>], out: &mut dyn Write) -> io::Result<()> {
    let mut separator = "";
    if let Some(name) = name {
        write!(out, "{}", name.to_uppercase())?;
        separator = "\t";
    }
    for cell in cells {
        write!(out, "{separator}{}", cell.as_ref())?;
        separator = "\t";
    }
    writeln!(out)
}

fn columns_of(items: &[Value]) -> io::Result<BTreeSet<&str>> {
    let mut columns = BTreeSet::new();
    for value in items {
        let Some(members) = value.as_object() else {
            return Err(unshowable(format!(
                "'{}' object has no attribute 'items'",
                python::type_name(value)
            )));
        };
        columns.append(&mut scalar_names(members));
    }
    Ok(columns)
}

fn scalar_names(members: &Map<String, Value>) -> BTreeSet<&str> {
    members
        .iter()
        .filter(|(_, value)| is_scalar(value))
        .map(|(name, _)| name.as_str())
        .collect()
}

fn is_scalar(value: &Value) -> bool {
    !value.is_array() && !value.is_object()
}
