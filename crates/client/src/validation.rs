//! botocore's checks before anything is sent: required members, known members, types, minimums. All other
//! rules are the service's.

use roster_model::catalogue;
use roster_model::operation::Interface;
use roster_model::schema::{Bounds, Kind, Schema};
use serde_json::{Map, Value};

use crate::error::Error;
use crate::parameters::Parameters;
use crate::timestamps;

/// A parameter that does not fit the description.
#[derive(Debug)]
pub struct InvalidParameter {
    /// The way to the structure or value: `.PhoneConfig.AutoAccept`, `.Ids[0]`; empty for the request itself.
    pub path: String,
    /// What is wrong.
    pub problem: ParameterProblem,
}

/// What is wrong with a parameter.
#[derive(Debug)]
pub enum ParameterProblem {
    /// A required member is missing.
    Missing {
        /// Its name.
        name: &'static str,
    },
    /// A structure has no such member.
    Unknown {
        /// The name given.
        name: String,
        /// The members of the structure.
        known: Vec<&'static str>,
    },
    /// A structure that has one member only is given none, or several.
    NotOneMember {
        /// How many are given.
        given: usize,
        /// The members of the structure.
        known: Vec<&'static str>,
    },
    /// A value is less than its minimum.
    BelowMinimum {
        /// What was measured.
        quantity: Quantity,
        /// The measure.
        found: i64,
        /// The minimum.
        minimum: i64,
    },
    /// A value has the wrong type.
    WrongType {
        /// The value.
        value: Value,
        /// The kind of shape that was expected.
        expected: &'static Kind,
    },
}

/// What a minimum limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantity {
    /// The length of a string in characters, or of a list in items.
    Length,
    /// The value of a number.
    Value,
}

/// Checks the parameters of a call.
///
/// # Errors
/// Every parameter that does not fit.
pub fn check_parameters(operation: &Interface, parameters: &Parameters) -> Result<(), Error> {
    let mut checker = Checker(Vec::new());
    checker.structure(operation.request(), parameters, "");
    if checker.0.is_empty() {
        return Ok(());
    }
    Err(Error::InvalidParameters(checker.0))
}

struct Checker(Vec<InvalidParameter>);

impl Checker {
    fn check(&mut self, schema: &'static Schema, value: &Value, path: &str) {
        match (&schema.kind, value) {
            (Kind::Structure(_), Value::Object(object)) => self.structure(schema, object, path),
            (Kind::List { member, length }, Value::Array(items)) => {
                self.minimum(*length, count(items.len()), Quantity::Length, path);
                for (index, item) in items.iter().enumerate() {
                    self.check(member.schema(), item, &format!("{path}[{index}]"));
                }
            }
            (Kind::Map { key, value, .. }, Value::Object(object)) => {
                for (name, item) in object {
                    self.check(
                        key.schema(),
                        &Value::from(name.as_str()),
                        &format!("{path} (key: {name})"),
                    );
                    self.check(value.schema(), item, &format!("{path}.{name}"));
                }
            }
            (Kind::String { length, .. }, Value::String(text)) => {
                self.minimum(*length, count(text.chars().count()), Quantity::Length, path);
            }
            (Kind::Integer { range } | Kind::Long { range }, Value::Number(number)) if !number.is_f64() => {
                self.minimum(*range, number.as_i64().unwrap_or(i64::MAX), Quantity::Value, path);
            }
            (Kind::Float { range }, Value::Number(number)) => {
                // A part of one more does not help below the least.
                #[expect(
                    clippy::cast_possible_truncation,
                    reason = "a number that large is no level of anything"
                )]
                let whole = number.as_f64().unwrap_or_default().floor() as i64;
                self.minimum(*range, whole, Quantity::Value, path);
            }
            // Python's booleans are integers.
            (
                Kind::Integer { .. } | Kind::Long { .. } | Kind::Float { .. } | Kind::Boolean,
                Value::Bool(_),
            )
            | (Kind::Enum(_), Value::String(_))
            | (Kind::NoOutput, _) => {}
            (Kind::Timestamp, value) if timestamps::parse(value).is_some() => {}
            (kind, value) => self.wrong_type(kind, value, path),
        }
    }

    fn structure(&mut self, schema: &'static Schema, object: &Map<String, Value>, path: &str) {
        let members = schema.members();
        let known = || members.iter().map(|member| member.name).collect();
        // A member of a union is never required, and most structures have one that is.
        let may_be_union = object.len() != 1 && !members.iter().any(|member| member.required);
        if may_be_union && catalogue::is_union(schema.name) {
            let given = object.len();
            self.report(
                path,
                ParameterProblem::NotOneMember {
                    given,
                    known: known(),
                },
            );
        }
        for member in members.iter().filter(|member| member.required) {
            if !object.contains_key(member.name) {
                self.report(path, ParameterProblem::Missing { name: member.name });
            }
        }
        for name in object.keys().filter(|name| schema.member(name).is_none()) {
            let problem = ParameterProblem::Unknown {
                name: name.clone(),
                known: known(),
            };
            self.report(path, problem);
        }
        for (name, value) in object {
            if let Some(member) = schema.member(name) {
                self.check(member.target.schema(), value, &format!("{path}.{name}"));
            }
        }
    }

    fn minimum(&mut self, bounds: Bounds, found: i64, quantity: Quantity, path: &str) {
        if let Some(minimum) = bounds.min.filter(|minimum| found < *minimum) {
            let problem = ParameterProblem::BelowMinimum {
                quantity,
                found,
                minimum,
            };
            self.report(path, problem);
        }
    }

    fn wrong_type(&mut self, expected: &'static Kind, value: &Value, path: &str) {
        let value = value.clone();
        self.report(path, ParameterProblem::WrongType { value, expected });
    }

    fn report(&mut self, path: &str, problem: ParameterProblem) {
        self.0.push(InvalidParameter {
            path: path.to_owned(),
            problem,
        });
    }
}

fn count(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use roster_model::operation::Operation;
    use roster_model::ops::connect::users::DescribeUser;
    use serde_json::json;

    use super::*;

    #[test]
    fn a_structure_of_one_member_is_given_one() {
        let operation = catalogue::find("CreatePredefinedAttribute").unwrap().interface();
        for (values, is_valid) in [(json!({"StringList": ["a"]}), true), (json!({}), false)] {
            let parameters = json!({"InstanceId": "i", "Name": "n", "Values": values});
            let result = check_parameters(&operation, parameters.as_object().unwrap());
            assert_eq!(result.is_ok(), is_valid, "{values}: {result:?}");
        }
    }

    #[test]
    fn every_invalid_parameter_is_reported_with_its_path() {
        let Value::Object(parameters) = json!({"UserId": 5, "InstanceId": "", "Other": null}) else {
            panic!("no parameters")
        };
        let Err(Error::InvalidParameters(invalid)) =
            check_parameters(&DescribeUser::DESCRIPTION.into(), &parameters)
        else {
            panic!("valid")
        };

        let found: Vec<_> = invalid.iter().map(|parameter| parameter.path.as_str()).collect();
        assert_eq!(found, ["", ".UserId", ".InstanceId"]);
        assert!(matches!(&invalid[0].problem, ParameterProblem::Unknown { name, .. } if name == "Other"));
        assert!(matches!(&invalid[1].problem, ParameterProblem::WrongType { value, .. } if *value == 5));
        assert!(matches!(
            invalid[2].problem,
            ParameterProblem::BelowMinimum {
                quantity: Quantity::Length,
                found: 0,
                minimum: 1
            }
        ));
    }
}
