//! What must hold for every value of every shape.

use proptest::prelude::*;
use roster_model::operations;
use roster_model::schema::{Kind, Member, NoOutput, Schema, Shape};
use roster_model::shapes::Timestamp;
use roster_wire::query::{Fault, Form, decode, encode_error, encode_request, encode_response};
use roxmltree::{Document, Node};
use serde_json::{Map, Value};

use crate::shapes::everything;

/// How deep generated values go before they end in what is empty.
const LEVELS: u32 = 4;

fn schemas() -> Vec<&'static Schema> {
    let of_operations = operations::ALL
        .iter()
        .flat_map(|operation| [operation.request(), operation.response()]);
    of_operations
        .filter(|schema| matches!(schema.kind, Kind::Structure(_)))
        .chain([everything()])
        .collect()
}

/// A structure of the API, and a value of its kinds; what its constraints say does not matter here.
fn samples() -> impl Strategy<Value = (&'static Schema, Value)> {
    prop::sample::select(schemas()).prop_flat_map(|schema| (Just(schema), sample(schema, LEVELS)))
}

fn sample(schema: &'static Schema, levels: u32) -> BoxedStrategy<Value> {
    match &schema.kind {
        Kind::Structure(_) | Kind::List { .. } | Kind::Map { .. } if levels == 0 => {
            Just(empty(schema)).boxed()
        }
        Kind::Structure(members) => structure(members, levels - 1),
        Kind::List { member, .. } => prop::collection::vec(sample(member.schema(), levels - 1), 0..4)
            .prop_map(Value::from)
            .boxed(),
        Kind::Map { value, .. } => {
            prop::collection::btree_map(text(), sample(value.schema(), levels - 1), 0..4)
                .prop_map(|entries| Value::Object(entries.into_iter().collect()))
                .boxed()
        }
        Kind::NoOutput => Just(Value::Null).boxed(),
        Kind::String { .. } | Kind::Enum(_) => text().prop_map(Value::from).boxed(),
        Kind::Integer { .. } => any::<i32>().prop_map(Value::from).boxed(),
        Kind::Long { .. } => any::<i64>().prop_map(Value::from).boxed(),
        Kind::Float { .. } => any::<i32>()
            .prop_map(|number| Value::from(f64::from(number)))
            .boxed(),
        Kind::Boolean => any::<bool>().prop_map(Value::from).boxed(),
        // Milliseconds of the first centuries after the epoch, exact in a float.
        Kind::Timestamp => (0..10_000_000_000_000_i64)
            .prop_map(|milliseconds| serde_json::json!(Timestamp { milliseconds }))
            .boxed(),
    }
}

fn empty(schema: &Schema) -> Value {
    match schema.kind {
        Kind::List { .. } => Value::Array(Vec::new()),
        _ => Value::Object(Map::new()),
    }
}

fn structure(members: &'static [Member], levels: u32) -> BoxedStrategy<Value> {
    let members = members.iter().map(|member| {
        let value = prop::option::of(sample(member.target.schema(), levels));
        value.prop_map(|value| Some((member.name.to_owned(), value?)))
    });
    let members: Vec<_> = members.collect();
    members
        .prop_map(|members| Value::Object(members.into_iter().flatten().collect()))
        .boxed()
}

/// Any characters, and often those that forms or XML treat in a way of their own.
fn text() -> impl Strategy<Value = String> {
    let special: Vec<char> = "&=+%;<>\"'.\0\u{8}\t\n\r \u{1F}\u{7F}\u{85}\u{2028}\u{FFFE}\u{FFFF}"
        .chars()
        .collect();
    let character = prop_oneof![any::<char>(), prop::sample::select(special)];
    prop::collection::vec(character, 0..7).prop_map(String::from_iter)
}

/// The texts that stand in a value, in its order by the description.
fn texts(schema: &Schema, value: &Value, found: &mut Vec<String>) {
    match (&schema.kind, value) {
        (Kind::Structure(members), Value::Object(object)) => {
            for member in *members {
                if let Some(value) = object.get(member.name) {
                    texts(member.target.schema(), value, found);
                }
            }
        }
        (Kind::List { member, .. }, Value::Array(items)) => {
            for item in items {
                texts(member.schema(), item, found);
            }
        }
        (Kind::Map { value, .. }, Value::Object(object)) => {
            for (key, entry) in object {
                found.push(readable(key));
                texts(value.schema(), entry, found);
            }
        }
        (_, Value::String(text)) => found.push(readable(text)),
        _ => {}
    }
}

/// A text as XML can hold it. Source: XML 1.0, production Char.
fn readable(text: &str) -> String {
    text.replace(
        |character: char| {
            !matches!(u32::from(character),
                0x9 | 0xA | 0xD | 0x20..=0xD7FF | 0xE000..=0xFFFD | 0x1_0000..=0x10_FFFF)
        },
        "\u{FFFD}",
    )
}

/// The text of an element or a text; none is an empty one.
fn own_text<'d>(node: Node<'d, '_>) -> &'d str {
    node.text().unwrap_or_default()
}

proptest! {
    #[test]
    fn what_a_client_sends_is_read_as_it_was_meant((schema, value) in samples()) {
        let text = encode_request("Op", "2010-05-08", schema, &value);
        let form = Form::parse(text.as_bytes()).expect("a form");
        prop_assert_eq!(form.action(), Some("Op"));
        prop_assert_eq!(form.version(), Some("2010-05-08"));
        prop_assert_eq!(decode(schema, &form), value);
    }

    #[test]
    fn every_text_of_an_answer_is_found_in_its_xml((schema, value) in samples(), id in text()) {
        let xml = encode_response("Op", "https://example.com/", schema, Some(&value), &id);
        let xml = String::from_utf8(xml).unwrap();
        let document = Document::parse(&xml).unwrap();
        let mut expected = Vec::new();
        texts(schema, &value, &mut expected);
        expected.push(readable(&id));
        let mut found = document.descendants().filter(|node| !node.has_children()).map(own_text);
        for text in expected {
            prop_assert!(found.any(|found| found == text), "{:?} is missing", text);
        }
    }

    #[test]
    fn an_error_of_any_text_is_well_formed(namespace in text(), code in text(), message in text(), id in text()) {
        let xml = encode_error(&namespace, Fault::Sender, &code, &message, &id);
        let xml = String::from_utf8(xml).unwrap();
        let document = Document::parse(&xml).unwrap();
        let read = |name| {
            let mut elements = document.descendants();
            own_text(elements.find(|node| node.tag_name().name() == name).unwrap())
        };
        prop_assert_eq!(read("Code"), readable(&code));
        prop_assert_eq!(read("Message"), readable(&message));
        prop_assert_eq!(read("RequestId"), readable(&id));
    }

    #[test]
    fn no_names_make_reading_panic(
        names in prop::collection::vec("((Inner|Names|Tags|Summary|User|member|entry|key|value|Key|[0-9]{1,21})[.=]){1,9}", 0..9),
    ) {
        let text = names.join("&");
        let form = Form::parse(text.as_bytes()).expect("a form");
        prop_assert!(decode(everything(), &form).is_object());
    }

    #[test]
    fn no_value_breaks_the_xml_of_another_description((_, value) in samples(), (schema, _) in samples()) {
        for schema in [schema, NoOutput::schema()] {
            let xml = encode_response("Op", "https://example.com/", schema, Some(&value), "id");
            prop_assert!(Document::parse(&String::from_utf8(xml).unwrap()).is_ok());
        }
    }
}
