//! Values that fit a shape, made from its description.

use roster_model::schema::{Bounds, Kind, Pattern, Schema};
use serde_json::{Map, Value};

/// Strings of which every pattern must match one.
const EXAMPLES: [&str; 13] = [
    "734519",
    "AIDAEXAMPLE1EXAMPLE1",
    "/",
    "2026-11-29",
    "2026-11-29T12:00:00Z",
    "mary",
    "+15555550100",
    "mary@example.com",
    "Passw0rd",
    "d-1234567890",
    "87654321-2222-1234-1234-111234567891",
    "example.com",
    "Example",
];

/// A value that fits a shape and has every member it can have; a shape that contains itself does
/// so once.
pub fn sample(schema: &Schema) -> Value {
    within(schema, &[]).unwrap_or_else(|| panic!("{} has no finite value", schema.name))
}

/// A value below shapes of these names; none where they would repeat themselves.
fn within(schema: &Schema, outer: &[&'static str]) -> Option<Value> {
    let value = match &schema.kind {
        Kind::NoOutput => Value::Null,
        Kind::Structure(members) => {
            if outer.contains(&schema.name) {
                return None;
            }
            let outer = [outer, &[schema.name]].concat();
            let mut object = Map::new();
            for member in *members {
                match within(member.target.schema(), &outer) {
                    Some(value) => drop(object.insert(member.name.to_owned(), value)),
                    None if member.required => return None,
                    None => {}
                }
            }
            Value::Object(object)
        }
        Kind::List { member, length } => {
            Value::Array(vec![within(member.schema(), outer)?; one_or_more(*length)])
        }
        Kind::Map { key, value, length } => map(key.schema(), value.schema(), one_or_more(*length)),
        Kind::String { length, pattern, .. } => string(*length, *pattern).into(),
        // The last, as the first are those that allow less: SAML before EXISTING_DIRECTORY.
        Kind::Enum(values) => (*values.last().expect("an enumeration has values")).into(),
        #[expect(clippy::cast_precision_loss, reason = "bounds are small")]
        Kind::Float { range } => (range.min.or(range.max).unwrap_or(1) as f64).into(),
        Kind::Integer { range } | Kind::Long { range } => range.min.or(range.max).unwrap_or(1).into(),
        Kind::Boolean => true.into(),
        Kind::Timestamp => 1_795_256_130.125.into(),
    };
    Some(value)
}

/// A list of so many items.
pub(crate) fn list(member: &Schema, length: usize) -> Value {
    Value::Array(vec![sample(member); length])
}

/// A map of so many entries.
pub(crate) fn map(key: &Schema, value: &Schema, length: usize) -> Value {
    let keys: Vec<String> = match (&key.kind, sample(key)) {
        (Kind::Enum(values), _) => values.iter().take(length).map(ToString::to_string).collect(),
        (_, Value::String(first)) => (0..length).map(|number| format!("{first}{number}")).collect(),
        _ => panic!("{} is the key of a map, and no string", key.name),
    };
    let entries = keys.into_iter().map(|key| (key, sample(value)));
    Value::Object(entries.collect::<Map<_, _>>())
}

/// The fewest that there may be, but not none, unless there can be none.
fn one_or_more(length: Bounds) -> usize {
    let count = |bound: Option<i64>| bound.and_then(|bound| usize::try_from(bound).ok());
    let fewest = count(length.min).unwrap_or(1).max(1);
    fewest.min(count(length.max).unwrap_or(fewest))
}

fn string(length: Bounds, pattern: Option<Pattern>) -> String {
    let fits = |text: &&str| {
        let count = i64::try_from(text.len()).unwrap_or(i64::MAX);
        length.min.is_none_or(|min| min <= count)
            && length.max.is_none_or(|max| count <= max)
            && pattern.is_none_or(|pattern| (pattern.matches)(text))
    };
    let found = EXAMPLES.iter().copied().rev().find(fits);
    match found {
        Some(text) => text.to_owned(),
        None => panic!("no example of {length:?} {pattern:?}: add one to EXAMPLES"),
    }
}

#[cfg(test)]
mod tests {
    use roster_model::schema::{Location, Member, Shape, Target};
    use serde_json::json;

    use super::*;

    const fn member(name: &'static str, schema: fn() -> &'static Schema) -> Member {
        Member {
            name,
            documentation: "",
            required: false,
            location: Location::Body,
            idempotency_token: false,
            target: Target::Declared(schema),
        }
    }

    const fn shape(name: &'static str, kind: Kind) -> Schema {
        Schema {
            name,
            documentation: "",
            sensitive: false,
            personal: false,
            kind,
        }
    }

    fn condition() -> &'static Schema {
        const MEMBERS: &[Member] = &[member("All", conditions), member("Negated", bool::schema)];
        const SCHEMA: &Schema = &shape("Condition", Kind::Structure(MEMBERS));
        SCHEMA
    }

    fn conditions() -> &'static Schema {
        const SCHEMA: &Schema = &shape(
            "Conditions",
            Kind::List {
                member: Target::Declared(condition),
                length: Bounds { min: None, max: None },
            },
        );
        SCHEMA
    }

    #[test]
    fn a_shape_that_contains_itself_has_a_finite_sample() {
        assert_eq!(sample(condition()), json!({"Negated": true}));
        assert_eq!(sample(conditions()), json!([{"Negated": true}]));
    }
}
