//! Answers in XML, read back by description.

use std::time::SystemTime;

use roster_model::schema::{Kind, Schema};
use roster_model::shapes::Timestamp;
use roxmltree::{Document, Node};
use serde_json::{Map, Value};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// The output of an answer; null if it has none.
pub(crate) fn output(xml: &str, schema: &Schema) -> Value {
    if matches!(schema.kind, Kind::NoOutput) {
        return Value::Null;
    }
    let document = Document::parse(xml).expect("an answer of XML");
    let root = document.root_element();
    let result = root
        .children()
        .find(|node| node.is_element() && node.tag_name().name().ends_with("Result"));
    value(result.expect("a result"), schema)
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

fn value(node: Node<'_, '_>, schema: &Schema) -> Value {
    let children = || node.children().filter(Node::is_element);
    let text = node.text().unwrap_or_default();
    match &schema.kind {
        Kind::NoOutput => Value::Null,
        Kind::Structure(_) => {
            let members = children().map(|child| {
                let name = child.tag_name().name();
                let member = schema.member(name).expect(name);
                (name.to_owned(), value(child, member.target.schema()))
            });
            Value::Object(members.collect())
        }
        Kind::List { member, .. } => children().map(|child| value(child, member.schema())).collect(),
        Kind::Map { value: target, .. } => {
            let mut map = Map::new();
            for entry in children() {
                let key = child(entry, "key").expect("a key").text().unwrap_or_default();
                let held = child(entry, "value").expect("a value");
                map.insert(key.to_owned(), value(held, target.schema()));
            }
            Value::Object(map)
        }
        Kind::String { .. } | Kind::Enum(_) => Value::from(text),
        Kind::Integer { .. } | Kind::Long { .. } => Value::from(text.parse::<i64>().expect("a number")),
        Kind::Float { .. } => Value::from(text.parse::<f64>().expect("a number")),
        Kind::Boolean => Value::from(text.parse::<bool>().expect("a truth")),
        Kind::Timestamp => {
            let time = OffsetDateTime::parse(text, &Rfc3339).expect("a time");
            serde_json::to_value(Timestamp::from(SystemTime::from(time))).expect("a number")
        }
    }
}

fn child<'a, 'input>(node: Node<'a, 'input>, name: &str) -> Option<Node<'a, 'input>> {
    node.children().find(|child| child.has_tag_name(name))
}
