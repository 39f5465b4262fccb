//! Requests on both sides of every constraint, made from the description.

use roster_model::operation::Description;
use roster_model::schema::{Bounds, Kind, Location, Member, Pattern, Schema};
use roster_model::service::Protocol;
use serde_json::{Value, json};

use crate::sample::{list, map, sample};

/// What a boundary is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Constraint {
    /// Whether a member is there.
    Presence,
    /// Whether it is null.
    Null,
    /// The JSON type, and for integers their size.
    Type,
    /// The values of an enumeration.
    Choice,
    /// The number of characters.
    Length,
    /// The number of items or entries.
    Size,
    /// The value of a number.
    Range,
    /// The pattern of a text, or its normalization.
    Form,
}

/// An input that is a valid one but for one member.
#[derive(Clone, Debug)]
pub struct Boundary {
    /// The member, as messages name it.
    pub member: String,
    /// What was done to it.
    pub what: String,
    /// What that is about.
    pub constraint: Constraint,
    /// Whether the description allows it.
    pub allowed: bool,
    /// The whole input.
    pub input: Value,
}

/// For every constraint of every member of an operation's input: values within it, at its bounds,
/// and beyond.
pub fn boundaries(operation: &Description) -> Vec<Boundary> {
    boundaries_around(operation, &sample(operation.request()))
}

/// The same around an input. A member that the input lacks is a sample in its own boundaries, and absent from
/// those of the others.
pub fn boundaries_around(operation: &Description, input: &Value) -> Vec<Boundary> {
    let mut found = Vec::new();
    for member in operation.request().members() {
        let mut input = input.clone();
        if input[member.name].is_null() {
            input[member.name] = sample(member.target.schema());
        }
        let mut walk = Walk {
            all_is_text: matches!(operation.service.protocol(), Protocol::Query { .. }),
            input,
            place: String::new(),
            member: String::new(),
            found: Vec::new(),
        };
        walk.member(member);
        found.append(&mut walk.found);
    }
    found
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
            self.value(member.target.schema(), member.location);
        }
        (self.place, self.member) = outer;
    }

    /// A member that is not there, or null.
    fn presence(&mut self, member: &Member) {
        // A label cannot be left out: it would only be empty.
        if member.location != Location::Label {
            self.add(Constraint::Presence, "missing", !member.required, None);
            self.add(Constraint::Null, "null", !member.required, Some(Value::Null));
        }
    }

    fn value(&mut self, schema: &Schema, location: Location) {
        let is_text = matches!(schema.kind, Kind::String { .. } | Kind::Enum(_));
        if location == Location::Body && !(self.all_is_text && is_text) {
            self.add(
                Constraint::Type,
                "of another type",
                false,
                Some(other_type(schema)),
            );
        }
        match &schema.kind {
            Kind::Structure(members) => members.iter().for_each(|member| self.member(member)),
            Kind::List { member, length } => {
                self.lengths(Constraint::Size, *length, "items", &|count| {
                    Some(list(member.schema(), count))
                });
                self.inside("/0", "[0]", member.schema(), location);
            }
            Kind::Map { key, value, length } => {
                self.lengths(Constraint::Size, *length, "entries", &|count| {
                    Some(map(key.schema(), value.schema(), count))
                });
                self.keys(key.schema(), value.schema());
                if let Some(first) = self.first_key() {
                    let step = format!("/{}", first.replace('~', "~0").replace('/', "~1"));
                    self.inside(&step, &format!("[{first}]"), value.schema(), location);
                }
            }
            Kind::String { length, pattern, nfc } => self.strings(*length, *pattern, *nfc),
            Kind::Enum(values) => {
                for value in *values {
                    self.add(Constraint::Choice, value, true, Some(json!(value)));
                    let other = json!(in_another_case(value));
                    self.add(Constraint::Choice, "in another case", false, Some(other));
                }
                let none = json!("NONE_OF_THEM");
                self.add(Constraint::Choice, "none of the values", false, Some(none));
            }
            Kind::Integer { range } => {
                self.numbers(*range);
                self.add(
                    Constraint::Type,
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
        // A list or map may be empty.
        if self.input.pointer(&self.place).is_some() {
            self.value(schema, location);
        }
        (self.place, self.member) = outer;
    }

    /// A key of the map where it stands.
    fn first_key(&self) -> Option<String> {
        let map = self.input.pointer(&self.place)?.as_object()?;
        map.keys().next().cloned()
    }

    fn keys(&mut self, key: &Schema, value: &Schema) {
        let Kind::String { length, pattern, .. } = &key.kind else {
            return;
        };
        let entry = |text: String| json!({text: sample(value)});
        let outer = self.member.clone();
        self.member.push_str(" (a key)");
        let of_length = |count| string_of(count, *pattern).map(entry);
        self.lengths(Constraint::Length, *length, "characters in a key", &of_length);
        if let Some(pattern) = pattern {
            let other = entry(mismatch(*pattern));
            self.add(Constraint::Form, "a key of another form", false, Some(other));
        }
        self.member = outer;
    }

    fn strings(&mut self, length: Bounds, pattern: Option<Pattern>, nfc: bool) {
        self.lengths(Constraint::Length, length, "characters", &|count| {
            string_of(count, pattern).map(Value::from)
        });
        if let Some(pattern) = pattern {
            let other = mismatch(pattern).into();
            self.add(Constraint::Form, "of another form", false, Some(other));
        }
        if nfc {
            self.add(Constraint::Form, "not in NFC", false, Some("e\u{301}".into()));
            let marked = "x\u{301}";
            self.add(
                Constraint::Form,
                "with a mark that cannot be composed",
                pattern.is_none_or(|pattern| (pattern.matches)(marked)),
                Some(marked.into()),
            );
        }
    }

    fn numbers(&mut self, range: Bounds) {
        self.floats(range);
        self.add(Constraint::Type, "a fraction", false, Some(json!(1.5)));
    }

    fn floats(&mut self, range: Bounds) {
        for (number, allowed) in around(range) {
            self.add(
                Constraint::Range,
                &number.to_string(),
                allowed,
                Some(number.into()),
            );
        }
    }

    /// Values of the lengths around a bound. None that is allowed means that the description
    /// contradicts itself.
    fn lengths(
        &mut self,
        constraint: Constraint,
        bounds: Bounds,
        unit: &str,
        of_length: &dyn Fn(usize) -> Option<Value>,
    ) {
        for (length, allowed) in around(bounds) {
            let Ok(count) = usize::try_from(length) else {
                continue;
            };
            match of_length(count) {
                Some(value) => self.add(constraint, &format!("{length} {unit}"), allowed, Some(value)),
                None => assert!(!allowed, "{}: no value of {length} {unit}", self.member),
            }
        }
    }

    fn add(&mut self, constraint: Constraint, what: &str, allowed: bool, value: Option<Value>) {
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
            constraint,
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
    let repeated = ["é", "a", "1"].map(|character| character.repeat(count));
    let mut texts = repeated.into_iter().chain([directory, path]);
    let fits = |text: &String| text.chars().count() == count && (pattern.matches)(text);
    texts.find(fits)
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

#[cfg(test)]
mod tests {
    use roster_model::operations;

    use super::*;

    #[test]
    fn every_constraint_of_every_operation_has_values_around_it() {
        for operation in operations::ALL {
            let has_members = !operation.request().members().is_empty();
            assert_eq!(
                !boundaries(operation).is_empty(),
                has_members && is_constrained(operation),
                "{}",
                operation.name
            );
        }
    }

    /// Whether anything can be wrong with a member. These have one that stands in the path and may be any text.
    fn is_constrained(operation: &Description) -> bool {
        !["ListTagsForResource", "DescribePhoneNumber"].contains(&operation.name)
    }
}
