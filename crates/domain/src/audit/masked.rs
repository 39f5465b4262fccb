//! What a request asked for and what it was answered, without what must not be shown.

use std::cell::Cell;

use roster_model::schema::{Kind, Schema};
use roster_model::stored::Stored;
use serde::ser::SerializeMap;
use serde::{Deserialize, Serialize, Serializer};
use serde_json::Value;
use serde_json::value::{RawValue, to_raw_value};

/// What stands for a value that must not be shown.
pub const HIDDEN: &str = "***";

/// What stands for a value there was no room for.
pub const CUT: &str = "…";

/// How long the text of one value may become, in bytes, but for the names of what is left out.
const MAX_BYTES: usize = 16 * 1024;

/// A value as the audit shows it, in JSON: sensitive members masked, unknown ones left out, bounded in
/// length.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Masked(Box<RawValue>);

impl Masked {
    /// A value of a shape. A part that does not fit the shape is masked, because it may be anything.
    pub fn new(schema: &'static Schema, value: &Value) -> Option<Self> {
        let room = Cell::new(MAX_BYTES);
        let walk = Walk {
            schema,
            value,
            room: &room,
        };
        to_raw_value(&walk).ok().map(Self)
    }

    /// The text, in JSON.
    pub fn as_str(&self) -> &str {
        self.0.get()
    }
}

impl Stored for Masked {}

impl PartialEq for Masked {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

/// A value on its way into the text, which is written without a copy of it being made.
struct Walk<'w> {
    schema: &'static Schema,
    value: &'w Value,
    room: &'w Cell<usize>,
}

impl Walk<'_> {
    fn to<'w>(&'w self, schema: &'static Schema, value: &'w Value) -> Walk<'w> {
        Walk {
            schema,
            value,
            room: self.room,
        }
    }

    fn is_full(&self) -> bool {
        self.room.get() == 0
    }

    fn take(&self, bytes: usize) {
        self.room.set(self.room.get().saturating_sub(bytes));
    }

    /// As much of a text as there is room for.
    fn cut<'t>(&self, text: &'t str) -> &'t str {
        let end = text.floor_char_boundary(self.room.get());
        self.take(text.len());
        &text[..end]
    }
}

impl Serialize for Walk<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.is_full() {
            return serializer.serialize_str(CUT);
        }
        if self.schema.sensitive {
            return serializer.serialize_str(HIDDEN);
        }
        self.take(size_of::<u64>());
        match (&self.schema.kind, self.value) {
            (_, Value::Null) => serializer.serialize_unit(),
            (Kind::Structure(members), Value::Object(object)) => {
                let mut map = serializer.serialize_map(None)?;
                for (name, value) in object {
                    if let Some(member) = members.iter().find(|member| member.name == name) {
                        map.serialize_entry(member.name, &self.to(member.target.schema(), value))?;
                    }
                }
                map.end()
            }
            (Kind::List { member, .. }, Value::Array(items)) => {
                let told = items.iter().take_while(|_| !self.is_full());
                serializer.collect_seq(told.map(|item| self.to(member.schema(), item)))
            }
            (Kind::Map { key, value, .. }, Value::Object(object)) if !key.schema().sensitive => {
                let told = object.iter().take_while(|_| !self.is_full());
                serializer.collect_map(told.map(|(key, item)| (self.cut(key), self.to(value.schema(), item))))
            }
            (Kind::String { .. } | Kind::Enum(_), Value::String(text)) => {
                serializer.serialize_str(self.cut(text))
            }
            (
                Kind::Integer { .. } | Kind::Long { .. } | Kind::Float { .. } | Kind::Timestamp,
                Value::Number(number),
            ) => number.serialize(serializer),
            (Kind::Boolean, Value::Bool(value)) => serializer.serialize_bool(*value),
            _ => serializer.serialize_str(HIDDEN),
        }
    }
}

#[cfg(test)]
mod tests {
    use roster_model::operations;
    use roster_model::service::Service;
    use serde_json::json;

    use super::*;

    fn masked(operation: &str, input: &Value) -> Value {
        let operation = operations::find(Service::Connect, operation).unwrap();
        let masked = Masked::new(operation.request(), input).unwrap();
        serde_json::from_str(masked.as_str()).unwrap()
    }

    #[test]
    fn sensitive_members_are_hidden_however_deep_they_stand() {
        let input = json!({
            "InstanceId": "i", "Username": "mary", "Password": "Secret123",
            "IdentityInfo": {"FirstName": "Mary", "Email": null, "Mobile": "+1555"},
            "SecurityProfileIds": ["p"],
        });
        assert_eq!(
            masked("CreateUser", &input),
            json!({
                "InstanceId": "i", "Username": "mary", "Password": "***",
                "IdentityInfo": {"FirstName": "***", "Email": "***", "Mobile": "+1555"},
                "SecurityProfileIds": ["p"],
            })
        );
    }

    #[test]
    fn what_does_not_fit_its_description_is_hidden_and_what_is_unknown_left_out() {
        let input = json!({
            "InstanceId": {"Mary": "Miller"}, "IdentityInfo": "Mary Miller", "FirstNam": "Mary",
            "SecurityProfileIds": {"Mary": 1},
        });
        assert_eq!(
            masked("CreateUser", &input),
            json!({"InstanceId": "***", "IdentityInfo": "***", "SecurityProfileIds": "***"})
        );
    }

    #[test]
    fn no_value_makes_a_text_grow_beyond_measure() {
        let many = vec!["profile"; 100_000];
        let tags: Value = (0..10_000)
            .map(|number| (number.to_string(), json!("é")))
            .collect::<serde_json::Map<_, _>>()
            .into();
        let input = json!({
            "SecurityProfileIds": many, "Tags": tags, "Username": "é".repeat(100_000), "InstanceId": "i",
        });
        let operation = operations::find(Service::Connect, "CreateUser").unwrap();

        let masked = Masked::new(operation.request(), &input).unwrap();

        assert!(masked.as_str().len() < 3 * MAX_BYTES, "{}", masked.as_str().len());
        assert!(masked.as_str().ends_with(r#""Username":"…","InstanceId":"…"}"#));
    }
}
