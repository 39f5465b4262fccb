//! Requests on both sides of every constraint, made from the description.

use roster_model::operation::Description;
use roster_model::schema::{Bounds, Kind, Location, Member, Pattern, Schema};
use roster_model::service::Protocol;
use serde_json::{Value, json};

use crate::sample::{list, map, sample};

/// An input that is a valid one but for one member.
#[derive(Clone, Debug)]
pub struct Boundary {
    /// The member, as messages name it.
    pub member: String,
    /// What was done to it.
    pub what: String,
    /// Whether the description allows it.
    pub allowed: bool,
    /// The whole input.
    pub input: Value,
}

/// For every constraint of every member of an operation's input: values within it, at its bounds,
/// and beyond.
pub fn boundaries(operation: &Description) -> Vec<Boundary> {
    let input = sample(operation.request());
    let mut walk = Walk {
        all_is_text: matches!(operation.service.protocol(), Protocol::Query { .. }),
        input,
        place: String::new(),
        member: String::new(),
        found: Vec::new(),
    };
    for member in operation.request().members() {
        walk.member(member);
    }
    walk.found
}

struct Walk {
    /// Whether the wire has no types: a number where a string belongs is a string.
    all_is_text: bool,
    input: Value,
    /// Where it stands, as a JSON pointer.
    place: String,
    /// Where it stands, as messages say it.
    member: String,
    found: Vec<Boundary>,
}

impl Walk {
    fn member(&mut self, member: &Member) {
        let outer = (self.place.clone(), self.member.clone());
        self.place.push('/');
        self.place.push_str(member.name);
        if !self.member.is_empty() {
            self.member.push('.');
        }
        self.member.push_str(member.name);
        // It goes as far as the sample does, which ends where shapes repeat themselves.
        if self.input.pointer(&self.place).is_some() {
            self.presence(member);
            self.value((member.target)(), member.location);
        }
        (self.place, self.member) = outer;
    }

    /// A member that is not there, or null.
    fn presence(&mut self, member: &Member) {
        // A label cannot be left out: it would only be empty.
        if member.location != Location::Label {
            self.add("missing", !member.required, None);
            self.add("null", !member.required, Some(Value::Null));
        }
    }

    fn value(&mut self, schema: &Schema, location: Location) {
        let is_text = matches!(schema.kind, Kind::String { .. } | Kind::Enum(_));
        if location == Location::Body && !(self.all_is_text && is_text) {
            self.add("of another type", false, Some(other_type(schema)));
        }
        match &schema.kind {
            Kind::Structure(members) => members.iter().for_each(|member| self.member(member)),
            Kind::List { member, length } => {
                self.lengths(*length, "items", &|count| Some(list(member(), count)));
                self.inside("/0", "[0]", member(), location);
            }
            Kind::Map { key, value, length } => {
                self.lengths(*length, "entries", &|count| Some(map(key(), value(), count)));
                self.keys(key(), value());
                let first = map(key(), value(), 1);
                let first = first.as_object().and_then(|map| map.keys().next()).cloned();
                let first = first.expect("an entry");
                self.inside(&format!("/{first}"), &format!("[{first}]"), value(), location);
            }
            Kind::String { length, pattern, nfc } => self.strings(*length, *pattern, *nfc),
            Kind::Enum(values) => {
                for value in *values {
                    self.add(value, true, Some(json!(value)));
                    self.add("in another case", false, Some(json!(in_another_case(value))));
                }
                self.add("none of the values", false, Some(json!("NONE_OF_THEM")));
            }
            Kind::Integer { range } => {
                self.numbers(*range);
                self.add(
                    "too large for its type",
                    false,
                    Some(json!(i64::from(i32::MAX) + 1)),
                );
            }
            Kind::Long { range } => self.numbers(*range),
            Kind::Float { range } => self.floats(*range),
            Kind::NoOutput | Kind::Boolean | Kind::Timestamp => {}
        }
    }

    fn inside(&mut self, step: &str, name: &str, schema: &Schema, location: Location) {
        let outer = (self.place.clone(), self.member.clone());
        self.place.push_str(step);
        self.member.push_str(name);
        self.value(schema, location);
        (self.place, self.member) = outer;
    }

    fn keys(&mut self, key: &Schema, value: &Schema) {
        let Kind::String { length, pattern, .. } = &key.kind else {
            return;
        };
        let entry = |text: String| json!({text: sample(value)});
        let outer = self.member.clone();
        self.member.push_str(" (a key)");
        let of_length = |count| string_of(count, *pattern).map(entry);
        self.lengths(*length, "characters in a key", &of_length);
        if let Some(pattern) = pattern {
            self.add("a key of another form", false, Some(entry(mismatch(*pattern))));
        }
        self.member = outer;
    }

    fn strings(&mut self, length: Bounds, pattern: Option<Pattern>, nfc: bool) {
        self.lengths(length, "characters", &|count| {
            string_of(count, pattern).map(Value::from)
        });
        if let Some(pattern) = pattern {
            self.add("of another form", false, Some(mismatch(pattern).into()));
        }
        if nfc {
            self.add("not in NFC", false, Some("e\u{301}".into()));
            let marked = "x\u{301}";
            self.add(
                "with a mark that cannot be composed",
                pattern.is_none_or(|pattern| (pattern.matches)(marked)),
                Some(marked.into()),
            );
        }
    }

    fn numbers(&mut self, range: Bounds) {
        self.floats(range);
        self.add("a fraction", false, Some(json!(1.5)));
    }

    fn floats(&mut self, range: Bounds) {
        for (number, allowed) in around(range) {
            self.add(&number.to_string(), allowed, Some(number.into()));
        }
    }

    /// Values of the lengths around a bound. None that is allowed means that the description
    /// contradicts itself.
    fn lengths(&mut self, bounds: Bounds, unit: &str, of_length: &dyn Fn(usize) -> Option<Value>) {
        for (length, allowed) in around(bounds) {
            let Ok(count) = usize::try_from(length) else {
                continue;
            };
            match of_length(count) {
                Some(value) => self.add(&format!("{length} {unit}"), allowed, Some(value)),
                None => assert!(!allowed, "{}: no value of {length} {unit}", self.member),
            }
        }
    }

    fn add(&mut self, what: &str, allowed: bool, value: Option<Value>) {
        let mut input = self.input.clone();
        if let Some(value) = value {
            *input.pointer_mut(&self.place).expect("the sample has it") = value;
        } else {
            let (parent, name) = self.place.rsplit_once('/').expect("a pointer");
            let parent = input.pointer_mut(parent).and_then(Value::as_object_mut);
            parent.expect("a structure").remove(name);
        }
        self.found.push(Boundary {
            member: self.member.clone(),
            what: what.to_owned(),
            allowed,
            input,
        });
    }
}

/// The numbers at and next to bounds, and whether they are within.
fn around(bounds: Bounds) -> Vec<(i64, bool)> {
    let mut numbers = Vec::new();
    if let Some(min) = bounds.min {
        numbers.extend([(min - 1, false), (min, true)]);
    }
    if let Some(max) = bounds.max {
        numbers.extend([(max, true), (max + 1, false)]);
    }
    numbers
}

/// A string of so many characters; none if none has the form. Of several bytes each, where the form
/// lets it.
fn string_of(count: usize, pattern: Option<Pattern>) -> Option<String> {
    let Some(pattern) = pattern else {
        return Some("é".repeat(count));
    };
    let directory = format!("d-{}", "0".repeat(count.saturating_sub(2)));
    let path = match count {
        1 => "/".to_owned(),
        more => format!("/{}/", "a".repeat(more.saturating_sub(2))),
    };
    let texts = ["é".repeat(count), "a".repeat(count), directory, path];
    let fits = |text: &String| text.chars().count() == count && (pattern.matches)(text);
    texts.into_iter().find(fits)
}

/// A string that has not the form.
fn mismatch(pattern: Pattern) -> String {
    let texts = ["not it!", "\n", "\u{7f}", "\u{100}"];
    let found = texts.into_iter().find(|text| !(pattern.matches)(text));
    found.expect("a form that not everything has").to_owned()
}

fn in_another_case(text: &str) -> String {
    let lower = text.to_lowercase();
    if lower == text { text.to_uppercase() } else { lower }
}

/// A value of another JSON type.
fn other_type(schema: &Schema) -> Value {
    match schema.kind {
        Kind::String { .. } | Kind::Enum(_) => json!(7),
        _ => json!("text"),
    }
}
