//! How a client makes a form of a value.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use roster_model::schema::{Kind, Member, Schema};
use serde_json::{Map, Value};

use crate::scalar;

const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

/// The form that a client sends for an operation's input; [`super::decode`] reads it back.
pub fn encode_request(action: &str, version: &str, schema: &Schema, input: &Value) -> String {
    let mut form = Encoder::default();
    form.parameter("Action", action);
    form.parameter("Version", version);
    if let Value::Object(object) = input {
        form.structure(schema.members(), object, "");
    }
    form.text
}

#[derive(Default)]
struct Encoder {
    text: String,
}

impl Encoder {
    fn parameter(&mut self, name: &str, value: &str) {
        if !self.text.is_empty() {
            self.text.push('&');
        }
        self.text.extend(utf8_percent_encode(name, ESCAPED));
        self.text.push('=');
        self.text.extend(utf8_percent_encode(value, ESCAPED));
    }

    fn structure(&mut self, members: &[Member], object: &Map<String, Value>, prefix: &str) {
        for member in members {
            if let Some(value) = object.get(member.name) {
                self.value(member.target.schema(), value, &format!("{prefix}{}", member.name));
            }
        }
    }

    fn value(&mut self, schema: &Schema, value: &Value, name: &str) {
        let before = self.text.len();
        match (&schema.kind, value) {
            (_, Value::Null) => return,
            (Kind::Structure(members), Value::Object(object)) => {
                self.structure(members, object, &format!("{name}."));
            }
            (Kind::List { member, .. }, Value::Array(items)) => {
                for (number, item) in (1..).zip(items) {
                    self.value(member.schema(), item, &format!("{name}.member.{number}"));
                }
            }
            (Kind::Map { value, .. }, Value::Object(object)) => {
                for (number, (entry_key, entry)) in (1..).zip(object) {
                    let entry_name = format!("{name}.entry.{number}");
                    self.parameter(&format!("{entry_name}.key"), entry_key);
                    self.value(value.schema(), entry, &format!("{entry_name}.value"));
                }
            }
            (kind, simple) => self.parameter(name, &scalar::write(kind, simple)),
        }
        // What holds nothing would be as good as absent.
        if self.text.len() == before {
            self.parameter(name, "");
        }
    }
}
