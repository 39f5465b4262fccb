//! Converts the strings of shorthand to the types of the description: numbers, booleans, lists of one.

use roster_model::schema::{Kind, Schema};
use roster_python_values::{int, to_float, type_name};
use serde_json::Value;

/// Converts a value in place.
///
/// # Errors
/// Python's message for a value that cannot be converted.
pub(super) fn fit(schema: &Schema, value: &mut Value) -> Result<(), String> {
    match (&schema.kind, value) {
        (Kind::Structure(members), Value::Object(object)) => {
            for member in *members {
                if let Some(value) = object.get_mut(member.name) {
                    fit_inner(member.target.schema(), value)?;
                }
            }
        }
        (Kind::Map { value: target, .. }, Value::Object(object)) => {
            for value in object.values_mut() {
                fit_inner(target.schema(), value)?;
            }
        }
        (Kind::List { member, .. }, Value::Array(items)) => {
            for item in items {
                fit_inner(member.schema(), item)?;
            }
        }
        _ => {}
    }
    Ok(())
}

fn fit_inner(schema: &Schema, value: &mut Value) -> Result<(), String> {
    match schema.kind {
        Kind::List { .. } if !value.is_array() => *value = Value::Array(vec![value.take()]),
        Kind::Integer { .. } | Kind::Long { .. } => *value = Value::from(number(value)?),
        Kind::Float { .. } => *value = Value::from(to_float(as_number(value)?)?),
        Kind::Boolean => match text(value)?.to_lowercase().as_str() {
            "true" => *value = Value::Bool(true),
            "false" => *value = Value::Bool(false),
            _ => {}
        },
        _ => fit(schema, value)?,
    }
    Ok(())
}

fn number(value: &Value) -> Result<i64, String> {
    let text = value.as_str().ok_or_else(|| {
        let found = type_name(value);
        format!("int() argument must be a string, a bytes-like object or a real number, not '{found}'")
    })?;
    int(text)
}

fn as_number(value: &Value) -> Result<&str, String> {
    value.as_str().ok_or_else(|| {
        let found = type_name(value);
        format!("float() argument must be a string or a real number, not '{found}'")
    })
}

fn text(value: &Value) -> Result<&str, String> {
    let missing = || format!("'{}' object has no attribute 'lower'", type_name(value));
    value.as_str().ok_or_else(missing)
}

#[cfg(test)]
mod tests {
    use roster_model::operation::Operation;
    use roster_model::ops::connect::users::CreateUser;
    use serde_json::json;

    use super::*;

    #[test]
    fn strings_are_converted_to_the_described_types() {
        let mut request = json!({
            "PhoneConfig": {"AutoAccept": "True", "AfterContactWorkTimeLimit": "30", "PersistentConnection": "maybe"},
            "SecurityProfileIds": "sp-1",
            "Tags": {"a": "1"},
        });
        fit(CreateUser::DESCRIPTION.request(), &mut request).unwrap();
        assert_eq!(
            request,
            json!({
                "PhoneConfig": {"AutoAccept": true, "AfterContactWorkTimeLimit": 30, "PersistentConnection": "maybe"},
                "SecurityProfileIds": ["sp-1"],
                "Tags": {"a": "1"},
            })
        );
    }
}
