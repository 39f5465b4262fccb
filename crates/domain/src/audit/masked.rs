//! What a request asked for and what it was answered, without what must not be shown.

use std::cell::{Cell, RefCell};
use std::{fmt, mem};

use roster_model::schema::{Kind, Schema};
use roster_model::stored::Stored;
use serde::ser::{Error, SerializeMap, SerializeSeq};
use serde::{Deserialize, Serialize, Serializer};
use serde_json::Value;
use serde_json::value::{RawValue, to_raw_value};

/// What stands for a value that must not be shown.
pub const HIDDEN: &str = "***";

/// What stands for a value there was no room for.
pub const CUT: &str = "…";

/// What stands for a personal value that is kept apart, and after its erasure is shown.
pub const ERASED: &str = "(erased)";

/// How long the text of one value may become, in bytes, but for the names of what is left out.
const MAX_BYTES: usize = 16 * 1024;

/// A value as the audit shows it, in JSON: sensitive members masked, unknown ones left out, bounded in
/// length.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Masked {
    text: Box<RawValue>,
    /// The personal values that the text lacks, each with its place as a JSON pointer. A value that was read from a store has none
    /// left out.
    #[serde(skip)]
    personal: Vec<(String, Box<RawValue>)>,
}

impl Masked {
    /// A value of a shape. A part that does not fit the shape is masked, because it may be anything. [`ERASED`] stands for
    /// personal values, which are kept apart.
    pub fn new(schema: &'static Schema, value: &Value) -> Option<Self> {
        let (room, personal) = (Cell::new(MAX_BYTES), RefCell::default());
        let walk = Walk {
            schema,
            value,
            place: &Place::Whole,
            room: &room,
            personal: Some(&personal),
        };
        let text = to_raw_value(&walk).ok()?;
        Some(Self {
            text,
            personal: personal.into_inner(),
        })
    }

    /// The text, in JSON.
    pub fn as_str(&self) -> &str {
        self.text.get()
    }

    /// Takes the personal values that the text lacks, each with its place as a JSON pointer.
    pub(super) fn take_personal(&mut self) -> Vec<(String, Box<RawValue>)> {
        mem::take(&mut self.personal)
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
    place: &'w Place<'w>,
    room: &'w Cell<usize>,
    /// Gets the personal values; none within one of them.
    personal: Option<&'w PersonalValues>,
}

type PersonalValues = RefCell<Vec<(String, Box<RawValue>)>>;

/// Where a value stands in the whole.
enum Place<'p> {
    Whole,
    Member(&'p Place<'p>, &'p str),
    Item(&'p Place<'p>, usize),
}

/// A JSON pointer. Source: RFC 6901.
impl fmt::Display for Place<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Whole => Ok(()),
            Self::Member(parent, name) => {
                let name = name.replace('~', "~0").replace('/', "~1");
                write!(formatter, "{parent}/{name}")
            }
            Self::Item(parent, index) => write!(formatter, "{parent}/{index}"),
        }
    }
}

impl Walk<'_> {
    fn to<'w>(&'w self, schema: &'static Schema, value: &'w Value, place: &'w Place<'w>) -> Walk<'w> {
        Walk {
            schema,
            value,
            place,
            room: self.room,
            personal: self.personal,
        }
    }

    /// Puts the value aside.
    fn keep_apart(&self, personal: &PersonalValues) -> serde_json::Result<()> {
        let walk = Walk {
            personal: None,
            ..self.to(self.schema, self.value, self.place)
        };
        let value = to_raw_value(&walk)?;
        personal.borrow_mut().push((self.place.to_string(), value));
        Ok(())
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
        if self.schema.personal
            && !self.value.is_null()
            && let Some(personal) = self.personal
        {
            self.keep_apart(personal).map_err(S::Error::custom)?;
            return serializer.serialize_str(ERASED);
        }
        self.take(size_of::<u64>());
        match (&self.schema.kind, self.value) {
            (_, Value::Null) => serializer.serialize_unit(),
            (Kind::Structure(members), Value::Object(object)) => {
                let mut map = serializer.serialize_map(None)?;
                for (name, value) in object {
                    if let Some(member) = members.iter().find(|member| member.name == name) {
                        let place = Place::Member(self.place, member.name);
                        map.serialize_entry(member.name, &self.to(member.target.schema(), value, &place))?;
                    }
                }
                map.end()
            }
            (Kind::List { member, .. }, Value::Array(items)) => {
                let mut list = serializer.serialize_seq(None)?;
                for (index, item) in items.iter().enumerate().take_while(|_| !self.is_full()) {
                    let place = Place::Item(self.place, index);
                    list.serialize_element(&self.to(member.schema(), item, &place))?;
                }
                list.end()
            }
            (Kind::Map { key, value, .. }, Value::Object(object)) if !key.schema().sensitive => {
                let mut map = serializer.serialize_map(None)?;
                for (key, item) in object.iter().take_while(|_| !self.is_full()) {
                    let key = self.cut(key);
                    let place = Place::Member(self.place, key);
                    map.serialize_entry(key, &self.to(value.schema(), item, &place))?;
                }
                map.end()
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
        apart(operation, input).0
    }

    /// The masked input, and its personal values by their places.
    fn apart(operation: &str, input: &Value) -> (Value, Value) {
        let operation = operations::find(Service::Connect, operation).unwrap();
        let mut masked = Masked::new(operation.request(), input).unwrap();
        let personal = masked.take_personal().into_iter();
        let personal = personal.map(|(place, value)| (place, serde_json::from_str(value.get()).unwrap()));
        let text = serde_json::from_str(masked.as_str()).unwrap();
        (text, Value::Object(personal.collect()))
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
                "InstanceId": "i", "Username": "(erased)", "Password": "***",
                "IdentityInfo": {"FirstName": "***", "Email": "***", "Mobile": "(erased)"},
                "SecurityProfileIds": ["p"],
            })
        );
    }

    #[test]
    fn personal_values_are_kept_apart_with_their_places_and_absent_ones_are_not() {
        let input = json!({
            "Username": "mary", "IdentityInfo": {"Mobile": "+1555"}, "DirectoryUserId": null,
            "Tags": {"team": "red", "(erased)": "(erased)"},
        });
        let (text, personal) = apart("CreateUser", &input);
        let expected = json!({
            "Username": "(erased)", "IdentityInfo": {"Mobile": "(erased)"}, "DirectoryUserId": null,
            "Tags": "(erased)",
        });
        assert_eq!(text, expected);
        let expected = json!({
            "/Username": "mary", "/IdentityInfo/Mobile": "+1555",
            "/Tags": {"team": "red", "(erased)": "(erased)"},
        });
        assert_eq!(personal, expected);
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
