//! The skeleton of a request in YAML. A comment documents each member.

use roster_model::schema::{Kind, Member, Schema};
use serde_json::Value;

use crate::commands::Command;
use crate::help;

/// The skeleton of a request, in YAML.
pub(crate) fn yaml(operation: &Command) -> String {
    let mut lines = String::new();
    structure(operation.request(), &super::input(operation), "", &mut lines);
    if lines.is_empty() {
        "{}\n".to_owned()
    } else {
        lines
    }
}

fn structure(schema: &Schema, example: &Value, indent: &str, lines: &mut String) {
    for member in schema.members() {
        let target = member.target.schema();
        let example = &example[member.name];
        match scalar_of(target, example) {
            Some(scalar) => push(
                lines,
                &[indent, member.name, ": ", &scalar, " ", &comment(member)],
            ),
            None => {
                push(lines, &[indent, member.name, ": ", &comment(member)]);
                nested(target, example, indent, lines);
            }
        }
    }
}

fn nested(schema: &Schema, example: &Value, indent: &str, lines: &mut String) {
    let deeper = format!("{indent}  ");
    match &schema.kind {
        Kind::List { member, .. } => {
            let mut items = String::new();
            match scalar_of(member.schema(), &example[0]) {
                Some(scalar) => push(&mut items, &[&deeper, &scalar]),
                None => nested_item(member.schema(), &example[0], &deeper, &mut items),
            }
            lines.push_str(indent);
            lines.push_str("- ");
            lines.push_str(items.trim_start());
        }
        Kind::Map { value, .. } => match scalar_of(value.schema(), &example["KeyName"]) {
            Some(scalar) => push(lines, &[&deeper, "KeyName: ", &scalar]),
            None => {
                push(lines, &[&deeper, "KeyName:"]);
                nested(value.schema(), &example["KeyName"], &deeper, lines);
            }
        },
        _ => structure(schema, example, &deeper, lines),
    }
}

/// An item of a list. A structure or list starts on the line of the dash.
fn nested_item(schema: &Schema, example: &Value, indent: &str, lines: &mut String) {
    match schema.kind {
        Kind::Structure(_) => structure(schema, example, indent, lines),
        _ => nested(schema, example, indent, lines),
    }
}

/// YAML has points in time, which need no quotes.
fn scalar_of(schema: &Schema, example: &Value) -> Option<String> {
    match (&schema.kind, example) {
        (Kind::Timestamp, Value::String(text)) => Some(text.replace('T', " ")),
        (_, example) => scalar(example),
    }
}

/// A value that fits on the line of its name. `None`: it needs lines of its own.
fn scalar(example: &Value) -> Option<String> {
    match example {
        Value::String(text) if text.is_empty() || text.contains(':') => Some(format!("'{text}'")),
        Value::String(text) => Some(text.clone()),
        Value::Object(members) if members.is_empty() => Some("{}".to_owned()),
        Value::Object(_) | Value::Array(_) => None,
        Value::Null | Value::Bool(_) | Value::Number(_) => Some(example.to_string()),
    }
}

fn comment(member: &Member) -> String {
    let required = if member.required { "[REQUIRED] " } else { "" };
    format!("# {required}{}", help::words(member))
}

fn push(lines: &mut String, parts: &[&str]) {
    lines.extend(parts.iter().copied());
    lines.push('\n');
}

#[cfg(test)]
mod tests {
    use saphyr::{LoadableYamlNode, Yaml};

    use super::*;
    use crate::commands;

    fn with_yaml_times(value: &Value) -> Value {
        let text = value
            .to_string()
            .replace("1970-01-01T00:00:00", "1970-01-01 00:00:00");
        text.parse().unwrap()
    }

    #[test]
    fn the_yaml_skeleton_has_the_values_of_the_json_skeleton() {
        for operation in commands::every() {
            let text = yaml(&operation);
            let documents = Yaml::load_from_str(&text).expect(operation.name);
            let read = crate::input::yaml_to_json(&documents[0]);
            assert_eq!(
                read,
                Some(with_yaml_times(&super::super::input(&operation))),
                "{}\n{text}",
                operation.name
            );
        }
    }
}
