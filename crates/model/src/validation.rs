//! Checks a value against its description and finds every violation, not just the first.

use std::fmt;

use serde_json::{Map, Number, Value};
use unicode_normalization::is_nfc;

use crate::schema::{Bounds, Kind, Member, Pattern, Schema};

/// One way in which a request breaks its description.
#[derive(Clone, Debug, PartialEq)]
pub struct Violation {
    /// The member, such as `IdentityInfo.FirstName`; empty for the request as a whole.
    pub member: String,
    /// What is wrong with it.
    pub fault: Fault,
}

/// What can be wrong with a member.
#[derive(Clone, Debug, PartialEq)]
pub enum Fault {
    /// It is required and not there.
    Missing,
    /// It is of another JSON type.
    Type {
        /// What it must be.
        expected: &'static str,
        /// What it is.
        actual: &'static str,
    },
    /// It has too few or too many characters or items.
    Length {
        /// What is counted.
        unit: &'static str,
        /// How many there may be.
        allowed: Bounds,
        /// How many there are.
        actual: usize,
    },
    /// It is a number out of range.
    Range {
        /// The numbers allowed.
        allowed: Bounds,
        /// The number given.
        actual: Number,
    },
    /// It has not the documented form.
    Form {
        /// The form in words.
        must_be: &'static str,
    },
    /// It is none of the allowed values.
    NotAllowed {
        /// The values allowed.
        values: &'static [&'static str],
    },
    /// It is not in Unicode Normalization Form C.
    NotNormalized,
}

impl Fault {
    /// Whether the request is malformed, as against holding a bad value.
    pub const fn is_malformed(&self) -> bool {
        matches!(self, Self::Missing | Self::Type { .. })
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let member = if self.member.is_empty() {
            "The request"
        } else {
            &self.member
        };
        write!(formatter, "{member} {}", self.fault)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => formatter.write_str("is required"),
            Self::Type { expected, actual } => write!(formatter, "must be {expected}, but is {actual}"),
            Self::Length {
                unit,
                allowed,
                actual,
            } => {
                // That nothing is too short goes without saying; members that must not be empty say so by their rules.
                let allowed = Bounds {
                    min: allowed.min.filter(|min| *min > 0),
                    max: allowed.max,
                };
                write!(formatter, "must have {} {unit}, but has {actual}", Span(allowed))
            }
            Self::Range { allowed, actual } => {
                write!(formatter, "must be {}, but is {actual}", Span(*allowed))
            }
            Self::Form { must_be } => write!(formatter, "must be {must_be}"),
            Self::NotAllowed { values } => write!(formatter, "must be one of {}", values.join(", ")),
            Self::NotNormalized => formatter
                .write_str("must be in Unicode Normalization Form C (compose its accents and send it again)"),
        }
    }
}

/// Bounds in words.
struct Span(Bounds);

impl fmt::Display for Span {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.0.min, self.0.max) {
            (Some(min), Some(max)) if min == max => write!(formatter, "exactly {min}"),
            (Some(min), Some(max)) => write!(formatter, "{min} to {max}"),
            (Some(min), None) => write!(formatter, "at least {min}"),
            (None, Some(max)) => write!(formatter, "at most {max}"),
            (None, None) => formatter.write_str("any number of"),
        }
    }
}

/// Finds every violation of `schema` in `value`.
///
/// A `null` member counts as absent, as AWS's SDKs mean it; unknown members are ignored.
pub fn violations(schema: &Schema, value: &Value) -> Vec<Violation> {
    let mut walk = Walk::default();
    walk.value(schema, value);
    walk.found
}

/// The state of one walk: where it stands, and what it has found.
#[derive(Default)]
struct Walk {
    path: Vec<Step>,
    found: Vec<Violation>,
}

enum Step {
    Member(&'static str),
    Item(usize),
    Key,
    Value { key: Option<String> },
}

impl Walk {
    fn value(&mut self, schema: &Schema, value: &Value) {
        match (&schema.kind, value) {
            (Kind::Structure(members), Value::Object(object)) => self.structure(members, object),
            (Kind::List { member, length }, Value::Array(items)) => {
                self.length("items", *length, items.len());
                for (index, item) in items.iter().enumerate() {
                    self.at(Step::Item(index), |walk| walk.value(member.schema(), item));
                }
            }
            (Kind::Map { key, value, length }, Value::Object(object)) => {
                self.length("entries", *length, object.len());
                for (name, entry) in object {
                    let found = self.found.len();
                    self.at(Step::Key, |walk| walk.string(key.schema(), name));
                    // A key that breaks its constraints may be anything: it is not repeated.
                    let key = (self.found.len() == found).then(|| name.clone());
                    self.at(Step::Value { key }, |walk| walk.value(value.schema(), entry));
                }
            }
            (Kind::String { .. } | Kind::Enum(_), Value::String(text)) => self.string(schema, text),
            (Kind::Integer { range }, Value::Number(number)) => {
                let fits = Bounds {
                    min: range.min.or(Some(i32::MIN.into())),
                    max: range.max.or(Some(i32::MAX.into())),
                };
                self.integer(fits, number.as_i64());
            }
            (Kind::Long { range }, Value::Number(number)) => self.integer(*range, number.as_i64()),
            (Kind::Float { range }, Value::Number(number)) => self.float(*range, number),
            (Kind::Boolean, Value::Bool(_)) | (Kind::Timestamp, Value::Number(_)) | (Kind::NoOutput, _) => {}
            (kind, other) => self.report(Fault::Type {
                expected: expected(kind),
                actual: actual(other),
            }),
        }
    }

    fn structure(&mut self, members: &'static [Member], object: &Map<String, Value>) {
        for member in members {
            match object.get(member.name) {
                Some(value) if !value.is_null() => {
                    self.at(Step::Member(member.name), |walk| {
                        walk.value(member.target.schema(), value);
                    });
                }
                _ if member.required => {
                    self.at(Step::Member(member.name), |walk| walk.report(Fault::Missing));
                }
                _ => {}
            }
        }
    }

    fn string(&mut self, schema: &Schema, text: &str) {
        match &schema.kind {
            Kind::String { length, pattern, nfc } => {
                // Counting code points is only worth it where a bound could be broken.
                if length.min.is_some() || length.max.is_some() {
                    let actual = text.chars().count();
                    let fits = self.length("characters", *length, actual);
                    if actual == 0 && !fits {
                        // Nothing has no form to speak of.
                        return;
                    }
                }
                if *nfc && !is_nfc(text) {
                    self.report(Fault::NotNormalized);
                }
                if let Some(Pattern { matches, words, .. }) = pattern
                    && !matches(text)
                {
                    self.report(Fault::Form { must_be: words });
                }
            }
            Kind::Enum(values) if !values.contains(&text) => self.report(Fault::NotAllowed { values }),
            _ => {}
        }
    }

    fn integer(&mut self, allowed: Bounds, number: Option<i64>) {
        match number {
            Some(actual) if !within(allowed, actual) => self.report(Fault::Range {
                allowed,
                actual: actual.into(),
            }),
            Some(_) => {}
            None => self.report(Fault::Type {
                expected: "a whole number",
                actual: "another number",
            }),
        }
    }

    fn float(&mut self, allowed: Bounds, number: &Number) {
        // Bounds are small whole numbers, which a float has exactly.
        #[expect(clippy::cast_precision_loss, reason = "bounds are small")]
        let bound = |bound: Option<i64>| bound.map(|bound| bound as f64);
        let value = number.as_f64().unwrap_or(f64::NAN);
        let is_within = bound(allowed.min).is_none_or(|min| value >= min)
            && bound(allowed.max).is_none_or(|max| value <= max);
        if !is_within {
            self.report(Fault::Range {
                allowed,
                actual: number.clone(),
            });
        }
    }

    fn length(&mut self, unit: &'static str, allowed: Bounds, actual: usize) -> bool {
        let fits = within(allowed, i64::try_from(actual).unwrap_or(i64::MAX));
        if !fits {
            self.report(Fault::Length {
                unit,
                allowed,
                actual,
            });
        }
        fits
    }

    fn at(&mut self, step: Step, visit: impl FnOnce(&mut Self)) {
        self.path.push(step);
        visit(self);
        self.path.pop();
    }

    fn report(&mut self, fault: Fault) {
        let mut member = String::new();
        for step in &self.path {
            match step {
                Step::Member(name) if member.is_empty() => member.push_str(name),
                Step::Member(name) => {
                    member.push('.');
                    member.push_str(name);
                }
                Step::Item(index) => member.extend(["[", &index.to_string(), "]"]),
                Step::Key => member.push_str(" (a key)"),
                Step::Value { key: Some(key) } => member.extend(["[", key, "]"]),
                Step::Value { key: None } => member.push_str(" (a value)"),
            }
        }
        self.found.push(Violation { member, fault });
    }
}

fn within(bounds: Bounds, number: i64) -> bool {
    bounds.min.is_none_or(|min| number >= min) && bounds.max.is_none_or(|max| number <= max)
}

const fn expected(kind: &Kind) -> &'static str {
    match kind {
        Kind::NoOutput => "nothing",
        Kind::Structure(_) | Kind::Map { .. } => "an object",
        Kind::List { .. } => "a list",
        Kind::String { .. } | Kind::Enum(_) => "a string",
        Kind::Integer { .. } | Kind::Long { .. } | Kind::Float { .. } | Kind::Timestamp => "a number",
        Kind::Boolean => "true or false",
    }
}

const fn actual(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::operation::Operation;
    use crate::ops::connect::users::{CreateUser, UpdateUserIdentityInfo};

    fn update(identity_info: &Value) -> Vec<String> {
        let request = json!({"InstanceId": "i", "UserId": "u", "IdentityInfo": identity_info});
        let violations = violations(UpdateUserIdentityInfo::DESCRIPTION.request(), &request);
        violations.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn every_violation_of_a_request_is_found() {
        let found = update(&json!({
            "FirstName": "é".repeat(256),
            "LastName": "e\u{301}",
            "Email": "mary@example",
            "SecondaryEmail": 7,
            "Mobile": "5550100",
        }));
        assert_eq!(
            found,
            [
                "IdentityInfo.FirstName must have at most 255 characters, but has 256",
                "IdentityInfo.LastName must be in Unicode Normalization Form C (compose its accents and send it again)",
                "IdentityInfo.Email must be an e-mail address of at most 265 characters, such as mary@example.com",
                "IdentityInfo.SecondaryEmail must be a string, but is a number",
                "IdentityInfo.Mobile must be a telephone number in E.164 form, such as +15555550100",
            ]
        );
    }

    #[test]
    fn lengths_are_counted_in_code_points() {
        assert!(update(&json!({"FirstName": "😀".repeat(255)})).is_empty());
    }

    #[test]
    fn null_counts_as_absent() {
        assert!(update(&json!({"SecondaryEmail": null})).is_empty());
        assert_eq!(update(&Value::Null), ["IdentityInfo is required"]);
    }

    #[test]
    fn a_combining_mark_that_has_no_composed_form_is_normal() {
        assert!(update(&json!({"FirstName": "x\u{301}"})).is_empty());
    }

    #[test]
    fn keys_and_values_of_maps_are_named() {
        let request = json!({
            "InstanceId": "i", "Username": "", "RoutingProfileId": "r", "SecurityProfileIds": ["s"],
            "Tags": {"team": "v".repeat(257), "aws:x": 7},
        });
        let found = violations(CreateUser::DESCRIPTION.request(), &request);
        let found: Vec<_> = found.iter().map(ToString::to_string).collect();
        assert_eq!(
            found,
            [
                "Username must have 1 to 100 characters, but has 0",
                "Tags[team] must have at most 256 characters, but has 257",
                "Tags (a key) must be letters, digits, spaces and any of _ . : / = + - @, not starting with aws:",
                "Tags (a value) must be a string, but is a number",
            ]
        );
    }

    #[test]
    fn items_and_enumerations_are_named() {
        let request = json!({
            "InstanceId": "i", "Username": "mary", "RoutingProfileId": "r", "SecurityProfileIds": [],
            "AutoAcceptConfigs": [{"Channel": "voice", "AutoAccept": "true"}],
        });
        let found = violations(CreateUser::DESCRIPTION.request(), &request);
        let found: Vec<_> = found.iter().map(ToString::to_string).collect();
        assert_eq!(
            found,
            [
                "SecurityProfileIds must have 1 to 10 items, but has 0",
                "AutoAcceptConfigs[0].Channel must be one of VOICE, CHAT, TASK, EMAIL",
                "AutoAcceptConfigs[0].AutoAccept must be true or false, but is a boolean"
                    .replace("a boolean", "a string")
                    .as_str(),
            ]
        );
    }
}
