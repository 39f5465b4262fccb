//! The checks that the AWS CLI makes before it sends anything: required members, types, least lengths.
//! Everything else is the service's to refuse.

use roster_model::operation::Description;
use roster_model::schema::{Bounds, Kind, Schema};
use roster_python_values::{str as text, type_name};
use serde_json::{Map, Value};

use crate::failure::Failure;

/// Checks the parameters of a call.
pub(crate) fn check(operation: &'static Description, parameters: &Map<String, Value>) -> Result<(), Failure> {
    let faults = faults(operation.request(), &Value::Object(parameters.clone()));
    if faults.is_empty() {
        return Ok(());
    }
    Err(Failure::Validation(format!(
        "Parameter validation failed:\n{faults}"
    )))
}

/// Everything that is wrong with a value, a line each.
pub(crate) fn faults(schema: &Schema, value: &Value) -> String {
    let mut faults = Faults(Vec::new());
    faults.check(schema, value, "");
    faults.0.join("\n")
}

struct Faults(Vec<String>);

impl Faults {
    fn check(&mut self, schema: &Schema, value: &Value, path: &str) {
        match (&schema.kind, value) {
            (Kind::Structure(_), Value::Object(object)) => self.structure(schema, object, path),
            (Kind::List { member, length }, Value::Array(items)) => {
                self.least(*length, count(items.len()), ("length", "length"), path);
                for (index, item) in items.iter().enumerate() {
                    self.check(member(), item, &format!("{path}[{index}]"));
                }
            }
            (Kind::Map { key, value, .. }, Value::Object(object)) => {
                for (name, item) in object {
                    self.check(
                        key(),
                        &Value::from(name.as_str()),
                        &format!("{path} (key: {name})"),
                    );
                    self.check(value(), item, &format!("{path}.{name}"));
                }
            }
            (Kind::String { length, .. }, Value::String(text)) => {
                self.least(*length, count(text.chars().count()), ("length", "length"), path);
            }
            (Kind::Integer { range } | Kind::Long { range }, Value::Number(number)) if !number.is_f64() => {
                self.least(
                    *range,
                    number.as_i64().unwrap_or(i64::MAX),
                    ("value", "value"),
                    path,
                );
            }
            // Python's booleans are whole numbers.
            (Kind::Integer { .. } | Kind::Long { .. } | Kind::Boolean, Value::Bool(_))
            | (Kind::Enum(_) | Kind::Timestamp, Value::String(_))
            | (Kind::Timestamp, Value::Number(_))
            | (Kind::NoOutput, _) => {}
            (kind, value) => self.wrong_type(kind, value, path),
        }
    }

    fn structure(&mut self, schema: &Schema, object: &Map<String, Value>, path: &str) {
        let members = schema.members();
        for member in members.iter().filter(|member| member.required) {
            if !object.contains_key(member.name) {
                let (name, place) = (member.name, shown(path));
                self.0
                    .push(format!("Missing required parameter in {place}: \"{name}\""));
            }
        }
        for name in object.keys().filter(|name| schema.member(name).is_none()) {
            let known: Vec<_> = members.iter().map(|member| member.name).collect();
            let (known, place) = (known.join(", "), shown(path));
            self.0.push(format!(
                "Unknown parameter in {place}: \"{name}\", must be one of: {known}"
            ));
        }
        for (name, value) in object {
            if let Some(member) = schema.member(name) {
                self.check((member.target)(), value, &format!("{path}.{name}"));
            }
        }
    }

    fn least(&mut self, bounds: Bounds, found: i64, (what, of): (&str, &str), path: &str) {
        if let Some(least) = bounds.min.filter(|least| found < *least) {
            let place = shown(path);
            self.0.push(format!(
                "Invalid {what} for parameter {place}, value: {found}, valid min {of}: {least}"
            ));
        }
    }

    fn wrong_type(&mut self, kind: &Kind, value: &Value, path: &str) {
        let (place, shown, found, valid) = (shown(path), text(value), type_name(value), valid_types(kind));
        self.0.push(format!(
            "Invalid type for parameter {place}, value: {shown}, type: <class '{found}'>, valid types: {valid}"
        ));
    }
}

fn shown(path: &str) -> &str {
    match path {
        "" => "input",
        _ => path.strip_prefix('.').unwrap_or(path),
    }
}

fn count(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}

const fn valid_types(kind: &Kind) -> &'static str {
    match kind {
        Kind::NoOutput | Kind::Structure(_) | Kind::Map { .. } => "<class 'dict'>",
        Kind::List { .. } => "<class 'list'>, <class 'tuple'>",
        Kind::String { .. } | Kind::Enum(_) => "<class 'str'>",
        Kind::Integer { .. } | Kind::Long { .. } => "<class 'int'>",
        Kind::Boolean => "<class 'bool'>",
        Kind::Timestamp => "<class 'datetime.datetime'>, timestamp-string",
    }
}

#[cfg(test)]
mod tests {
    use roster_model::operation::Operation;
    use roster_model::ops::connect::users::CreateUser;
    use serde_json::json;

    use super::*;

    #[test]
    fn every_fault_is_told_as_botocore_tells_it() {
        let request = json!({
            "Username": "", "SecurityProfileIds": [5, "x"], "InstanceId": null, "Nope": 1,
            "PhoneConfig": {"AutoAccept": "yes", "AfterContactWorkTimeLimit": -1, "PhoneType": []},
            "Tags": {"": "x"},
        });
        let found = faults(CreateUser::DESCRIPTION.request(), &request);
        let known = CreateUser::DESCRIPTION
            .request()
            .members()
            .iter()
            .map(|member| member.name);
        let known = known.collect::<Vec<_>>().join(", ");
        let expected = [
            "Missing required parameter in input: \"RoutingProfileId\"",
            &format!("Unknown parameter in input: \"Nope\", must be one of: {known}"),
            "Invalid length for parameter Username, value: 0, valid min length: 1",
            "Invalid type for parameter SecurityProfileIds[0], value: 5, type: <class 'int'>, valid types: <class 'str'>",
            "Invalid type for parameter InstanceId, value: None, type: <class 'NoneType'>, valid types: <class 'str'>",
            "Invalid type for parameter PhoneConfig.AutoAccept, value: yes, type: <class 'str'>, valid types: <class 'bool'>",
            "Invalid value for parameter PhoneConfig.AfterContactWorkTimeLimit, value: -1, valid min value: 0",
            "Invalid type for parameter PhoneConfig.PhoneType, value: [], type: <class 'list'>, valid types: <class 'str'>",
            "Invalid length for parameter Tags (key: ), value: 0, valid min length: 1",
        ];
        assert_eq!(found.lines().collect::<Vec<_>>(), expected);
    }
}
