//! How a form becomes a value.

use std::collections::BTreeSet;

use roster_model::schema::{Kind, Member, Schema};
use serde_json::{Map, Value};

use super::Form;
use crate::scalar;

/// Reads a form into one object of the structure's members; parameters that are none are ignored.
///
/// A member that does not read as its kind stays text, so that validation names it.
pub fn decode(schema: &Schema, form: &Form<'_>) -> Value {
    structure(schema.members(), form, "")
}

fn structure(members: &[Member], form: &Form<'_>, prefix: &str) -> Value {
    let read = |member: &Member| {
        let value = value(member.target.schema(), form, &format!("{prefix}{}", member.name))?;
        Some((member.name.to_owned(), value))
    };
    Value::Object(members.iter().filter_map(read).collect())
}

/// The value of this name, if there is one. What it recurses into is named by a parameter, whose
/// parts are counted: so deep it goes, even where a shape contains itself.
fn value(schema: &Schema, form: &Form<'_>, name: &str) -> Option<Value> {
    let text = || form.text(name);
    let or_empty = |empty: Value| text().map(|text| if text.is_empty() { empty } else { text.into() });
    match &schema.kind {
        Kind::Structure(members) => {
            let prefix = format!("{name}.");
            match form.below(&prefix).next() {
                Some(_) => Some(structure(members, form, &prefix)),
                None => or_empty(Map::new().into()),
            }
        }
        Kind::List { member, .. } => list(member.schema(), form, &format!("{name}.member."))
            .or_else(|| or_empty(Vec::<Value>::new().into())),
        Kind::Map { value, .. } => {
            map(value.schema(), form, &format!("{name}.entry.")).or_else(|| or_empty(Map::new().into()))
        }
        Kind::NoOutput
        | Kind::String { .. }
        | Kind::Enum(_)
        | Kind::Integer { .. }
        | Kind::Long { .. }
        | Kind::Float { .. }
        | Kind::Boolean
        | Kind::Timestamp => text().map(|text| scalar::read(&schema.kind, text)),
    }
}

fn list(member: &Schema, form: &Form<'_>, prefix: &str) -> Option<Value> {
    let items = indices(form, prefix)?
        .into_iter()
        .filter_map(|index| value(member, form, &format!("{prefix}{index}")));
    Some(Value::Array(items.collect()))
}

fn map(target: &Schema, form: &Form<'_>, prefix: &str) -> Option<Value> {
    let mut object = Map::new();
    for index in indices(form, prefix)? {
        let Some(key) = form.text(&format!("{prefix}{index}.key")) else {
            continue;
        };
        let value = value(target, form, &format!("{prefix}{index}.value"));
        object.entry(key).or_insert(value.unwrap_or_default());
    }
    Some(Value::Object(object))
}

/// The numbers that follow a prefix, in order; none if there are none.
fn indices(form: &Form<'_>, prefix: &str) -> Option<BTreeSet<u64>> {
    let found: BTreeSet<u64> = form.below(prefix).filter_map(index).collect();
    (!found.is_empty()).then_some(found)
}

/// The number at the start of the rest of a name, as it would be written: from one, with no leading zero.
fn index(rest: &str) -> Option<u64> {
    let (number, _) = rest.split_once('.').unwrap_or((rest, ""));
    number
        .parse()
        .ok()
        .filter(|index: &u64| *index > 0 && index.to_string() == number)
}
