//! `--generate-cli-skeleton`: an example of a request or an output.

mod yaml;

use roster_model::schema::{Kind, Schema};
use serde_json::{Map, Value, json};

pub(crate) use yaml::yaml;

use crate::commands::Command;

/// A request with empty values.
pub(crate) fn input(operation: &Command) -> Value {
    value(operation.request(), None, &mut Vec::new())
}

/// An output whose strings are the names of their members.
pub(crate) fn output(operation: &Command) -> Value {
    value(operation.response(), Some(""), &mut Vec::new())
}

/// An example of a shape. If there is a name, it is the value of strings.
fn value(schema: &'static Schema, name: Option<&str>, ancestors: &mut Vec<&'static str>) -> Value {
    match &schema.kind {
        Kind::NoOutput => Value::Object(Map::new()),
        Kind::Structure(members) => {
            if ancestors.contains(&schema.name) {
                return Value::Object(Map::new());
            }
            ancestors.push(schema.name);
            let members = members.iter().map(|member| {
                let example = value(member.target.schema(), name.map(|_| member.name), ancestors);
                (member.name.to_owned(), example)
            });
            let members = members.collect();
            ancestors.pop();
            Value::Object(members)
        }
        Kind::List { member, .. } => {
            let member = member.schema();
            Value::Array(vec![value(member, name.map(|_| member.name), ancestors)])
        }
        Kind::Map { value: target, .. } => {
            json!({"KeyName": value(target.schema(), name.map(|_| ""), ancestors)})
        }
        Kind::String { .. } => Value::from(name.unwrap_or_default()),
        Kind::Enum(choices) => Value::from(name.or(choices.first().copied()).unwrap_or_default()),
        Kind::Integer { .. } | Kind::Long { .. } => Value::from(0),
        Kind::Float { .. } => Value::from(0.0),
        Kind::Boolean => Value::Bool(true),
        Kind::Timestamp => Value::from("1970-01-01T00:00:00"),
    }
}

#[cfg(test)]
mod tests {
    use roster_client::{Error, ParameterProblem, check_parameters};

    use super::*;
    use crate::commands::{self, hyphenated};
    use crate::options::{self, GivenOptions};

    fn parameters(mut given: GivenOptions) -> Value {
        Value::Object(crate::input::parameters(&mut given).unwrap())
    }

    #[test]
    fn every_skeleton_has_the_types_of_the_description() {
        for operation in commands::every() {
            let Value::Object(request) = input(&operation) else {
                panic!("{} has no members", operation.name)
            };
            let invalid = match check_parameters(&operation.interface, &request) {
                Ok(()) => Vec::new(),
                Err(Error::InvalidParameters(invalid)) => invalid,
                Err(other) => panic!("{other}"),
            };
            let of_type: Vec<_> = invalid
                .iter()
                .filter(|invalid| matches!(invalid.problem, ParameterProblem::WrongType { .. }))
                .collect();
            assert!(of_type.is_empty(), "{}: {of_type:?}", operation.name);
        }
    }

    #[test]
    fn every_skeleton_can_be_given_as_input_in_json_and_yaml() {
        for operation in commands::every() {
            let in_json = GivenOptions {
                input_json: Some(input(&operation).to_string()),
                ..Default::default()
            };
            let in_yaml = GivenOptions {
                input_yaml: Some(yaml(&operation)),
                ..Default::default()
            };
            let skeleton = input(&operation);
            assert_eq!(parameters(in_json), skeleton, "{}", operation.name);
            // YAML writes points in time with a blank.
            let read = parameters(in_yaml).to_string().replace("01 00:", "01T00:");
            assert_eq!(read, skeleton.to_string(), "{}", operation.name);
        }
    }

    #[test]
    fn every_member_of_a_skeleton_can_be_given_by_its_option() {
        for operation in commands::every() {
            let mut skeleton = input(&operation);
            if operation.page_members().size == "MaxItems" {
                // The option is the limit of the whole list.
                skeleton.as_object_mut().unwrap().shift_remove("MaxItems");
            }
            let mut words = Vec::new();
            for (name, value) in skeleton.as_object().unwrap() {
                words.push(format!("--{}", hyphenated(name)));
                match value {
                    Value::Bool(_) => {}
                    Value::String(text) => words.push(text.clone()),
                    other => words.push(other.to_string()),
                }
            }
            let given = options::parse(&operation, &words);
            let given = given.unwrap_or_else(|failure| panic!("{}: {failure:?}", operation.name));
            assert_eq!(parameters(given), skeleton, "{}", operation.name);
        }
    }
}
