//! How a client reads an answer in XML.

use roster_model::schema::{Kind, Schema};
use roxmltree::{Document, Node};
use serde_json::{Map, Value};

/// An answer is not what the description says.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct UnreadableAnswer(String);

/// The output in the answer of an operation. Times are texts, as they travel.
///
/// # Errors
/// The answer is no XML, or a number or a truth is none.
pub fn decode_response(xml: &str, schema: &Schema) -> Result<Value, UnreadableAnswer> {
    if matches!(schema.kind, Kind::NoOutput) {
        return Ok(Value::Object(Map::new()));
    }
    let document = parsed(xml)?;
    let mut results = elements(document.root_element());
    match results.find(|node| node.tag_name().name().ends_with("Result")) {
        Some(result) => value(result, schema),
        None => Err(UnreadableAnswer("it has no result".to_owned())),
    }
}

/// The code and the message of an answer that is an error; empty where it has none.
///
/// # Errors
/// The answer is no XML.
pub fn decode_error(xml: &str) -> Result<(String, String), UnreadableAnswer> {
    let document = parsed(xml)?;
    let text = |name| {
        let mut nodes = document.descendants();
        let found = nodes.find(|node| node.tag_name().name() == name);
        found.and_then(|node| node.text()).unwrap_or_default().to_owned()
    };
    Ok((text("Code"), text("Message")))
}

fn parsed(xml: &str) -> Result<Document<'_>, UnreadableAnswer> {
    Document::parse(xml).map_err(|error| UnreadableAnswer(error.to_string()))
}

fn elements<'a, 'input>(node: Node<'a, 'input>) -> impl Iterator<Item = Node<'a, 'input>> {
    node.children().filter(Node::is_element)
}

fn child<'a, 'input>(node: Node<'a, 'input>, name: &str) -> Option<Node<'a, 'input>> {
    elements(node).find(|child| child.tag_name().name() == name)
}

/// A value. Members that the description lacks are texts.
fn value(node: Node<'_, '_>, schema: &Schema) -> Result<Value, UnreadableAnswer> {
    let text = node.text().unwrap_or_default();
    let wrong = || UnreadableAnswer(format!("{} is {text:?}", node.tag_name().name()));
    Ok(match &schema.kind {
        Kind::Structure(_) => {
            let members = elements(node).map(|child| {
                let name = child.tag_name().name();
                let held = match schema.member(name) {
                    Some(member) => value(child, member.target.schema())?,
                    None => Value::from(child.text().unwrap_or_default()),
                };
                Ok((name.to_owned(), held))
            });
            Value::Object(members.collect::<Result<_, _>>()?)
        }
        Kind::List { member, .. } => {
            let items = elements(node).map(|item| value(item, member.schema()));
            Value::Array(items.collect::<Result<_, _>>()?)
        }
        Kind::Map { value: target, .. } => {
            let mut map = Map::new();
            for entry in elements(node) {
                let (Some(key), Some(held)) = (child(entry, "key"), child(entry, "value")) else {
                    return Err(wrong());
                };
                let key = key.text().unwrap_or_default().to_owned();
                map.insert(key, value(held, target.schema())?);
            }
            Value::Object(map)
        }
        Kind::NoOutput | Kind::String { .. } | Kind::Enum(_) | Kind::Timestamp => Value::from(text),
        Kind::Integer { .. } | Kind::Long { .. } => text.parse::<i64>().map_err(|_| wrong())?.into(),
        Kind::Float { .. } => text.parse::<f64>().map_err(|_| wrong())?.into(),
        Kind::Boolean => text.parse::<bool>().map_err(|_| wrong())?.into(),
    })
}
