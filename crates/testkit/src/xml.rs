//! Answers in XML, read back by description.

use std::time::SystemTime;

use roster_model::schema::{Kind, Schema};
use roster_model::shapes::Timestamp;
use roster_wire::query;
use roxmltree::{Document, Node};
use serde_json::Value;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// The output of an answer; null if it has none. Points in time are numbers.
pub(crate) fn output(xml: &str, schema: &Schema) -> Value {
    if matches!(schema.kind, Kind::NoOutput) {
        return Value::Null;
    }
    let mut output = query::decode_response(xml, schema).expect("an answer of XML");
    times_to_numbers(&mut output, schema);
    output
}

fn times_to_numbers(value: &mut Value, schema: &Schema) {
    match (&schema.kind, value) {
        (Kind::Structure(_), Value::Object(object)) => {
            for (name, value) in object {
                let member = schema.member(name).expect(name);
                times_to_numbers(value, member.target.schema());
            }
        }
        (Kind::List { member, .. }, Value::Array(items)) => {
            for item in items {
                times_to_numbers(item, member.schema());
            }
        }
        (Kind::Timestamp, value) => {
            let time = OffsetDateTime::parse(value.as_str().expect("a text"), &Rfc3339).expect("a time");
            *value = serde_json::to_value(Timestamp::from(SystemTime::from(time))).expect("a number");
        }
        _ => {}
    }
}

/// The text of the first element of this name.
pub(crate) fn text(xml: &str, element: &str) -> Option<String> {
    let document = Document::parse(xml).expect("an answer of XML");
    let mut nodes = document.descendants();
    let found = nodes.find(|node| node.tag_name().name() == element)?;
    Some(found.text().unwrap_or_default().to_owned())
}

/// XML without its request id, an element a line.
pub(crate) fn indented(xml: &str) -> String {
    let document = Document::parse(xml).expect("an answer of XML");
    let mut lines = String::new();
    indent(document.root_element(), 0, &mut lines);
    lines.trim_end().to_owned()
}

fn indent(node: Node<'_, '_>, depth: usize, lines: &mut String) {
    let name = node.tag_name().name();
    if name == "ResponseMetadata" {
        return;
    }
    let text = node
        .text()
        .filter(|_| !node.children().any(|child| child.is_element()));
    lines.push_str(&"  ".repeat(depth));
    lines.extend([name, ": ", text.unwrap_or_default()]);
    while lines.ends_with(' ') {
        lines.pop();
    }
    lines.push('\n');
    for child in node.children().filter(Node::is_element) {
        indent(child, depth + 1, lines);
    }
}
