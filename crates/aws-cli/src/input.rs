//! The parameters of a call, from options and from a request document in JSON or YAML.

use roster_client::Parameters;
use roster_python_values::{json as python_json, type_name};
use saphyr::{LoadableYamlNode, Mapping, Scalar, Yaml};
use serde_json::Value;

use crate::commands::hyphenated;
use crate::failure::Failure;
use crate::options::{GivenOptions, INPUT_JSON, INPUT_YAML};
use crate::values;
use crate::values::parameter_error;

/// The key that merges other mappings into its own.
const MERGE: &str = "<<";

/// The parameters of options and document together. An option wins over the document.
pub(crate) fn parameters(given: &mut GivenOptions) -> Result<Parameters, Failure> {
    let mut parameters = Parameters::new();
    for (member, raw) in std::mem::take(&mut given.members) {
        let option = format!("--{}", hyphenated(member.name));
        let value = values::read(&option, member.target.schema(), raw)?;
        parameters.insert(member.name.to_owned(), value);
    }
    let document = match (given.input_json.take(), given.input_yaml.take()) {
        (Some(_), Some(_)) => {
            let what = "Only one --cli-input- parameter may be specified.";
            return Err(Failure::Validation(what.to_owned()));
        }
        (Some(text), None) => from_json(&contents(INPUT_JSON, text)?)?,
        (None, Some(text)) => from_yaml(&contents(INPUT_YAML, text)?)?,
        (None, None) => Parameters::new(),
    };
    for (name, value) in document {
        parameters.entry(name).or_insert(value);
    }
    Ok(parameters)
}

fn contents(option: &str, text: String) -> Result<String, Failure> {
    let loaded = values::file::load(&text).unwrap_or(Ok(text));
    loaded.map_err(|message| parameter_error(option, &message))
}

fn from_json(text: &str) -> Result<Parameters, Failure> {
    let invalid = |_| parameter_error("cli-input-json", "Invalid JSON received.");
    members(INPUT_JSON, python_json::loads(text).map_err(invalid)?)
}

fn from_yaml(text: &str) -> Result<Parameters, Failure> {
    let invalid = || parameter_error("cli-input-yaml", "Invalid YAML received.");
    let documents = Yaml::load_from_str(text).map_err(|_| invalid())?;
    let value = match &documents[..] {
        [] => Value::Null,
        [only] => yaml_to_json(only).ok_or_else(invalid)?,
        _ => return Err(invalid()),
    };
    members(INPUT_YAML, value)
}

fn members(option: &str, value: Value) -> Result<Parameters, Failure> {
    match value {
        Value::Object(members) => Ok(members),
        other => {
            let found = type_name(&other);
            let what = format!("Invalid type: expecting map, received <class '{found}'>");
            Err(parameter_error(option, &what))
        }
    }
}

/// The JSON value of a YAML node. `None`: JSON cannot represent it.
pub(crate) fn yaml_to_json(node: &Yaml<'_>) -> Option<Value> {
    Some(match node {
        Yaml::Value(Scalar::Null) => Value::Null,
        Yaml::Value(Scalar::Boolean(value)) => Value::Bool(*value),
        Yaml::Value(Scalar::Integer(value)) => Value::from(*value),
        Yaml::Value(Scalar::FloatingPoint(value)) => Value::from(value.into_inner()),
        Yaml::Value(Scalar::String(value)) => Value::from(value.as_ref()),
        Yaml::Sequence(items) => Value::Array(items.iter().map(yaml_to_json).collect::<Option<_>>()?),
        Yaml::Mapping(members) => Value::Object(mapping(members)?),
        Yaml::Tagged(_, inner) => yaml_to_json(inner)?,
        Yaml::Representation(..) | Yaml::Alias(_) | Yaml::BadValue => return None,
    })
}

/// The members of a mapping, and those that it merges: `<<: *defaults`. Its own win, then those merged first.
fn mapping(nodes: &Mapping<'_>) -> Option<Parameters> {
    let (mut members, mut merged) = (Parameters::new(), Vec::new());
    for (name, node) in nodes {
        let (name, value) = (name.as_str()?, yaml_to_json(node)?);
        match (name, value) {
            (MERGE, Value::Array(all)) => merged.extend(all),
            (MERGE, one) => merged.push(one),
            (name, value) => {
                members.insert(name.to_owned(), value);
            }
        }
    }
    for inherited in merged {
        let Value::Object(inherited) = inherited else {
            return None;
        };
        for (name, value) in inherited {
            members.entry(name).or_insert(value);
        }
    }
    Some(members)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_yaml_document_may_merge_mappings() {
        let parameters = from_yaml("a: &a {x: 1, y: 2}\nb: &b {z: 4}\nc:\n  <<: [*a, *b]\n  y: 3\n").unwrap();
        assert_eq!(parameters["c"], json!({"y": 3, "x": 1, "z": 4}));
        assert!(from_yaml("a: {<<: 1}").is_err());
    }

    #[test]
    fn a_yaml_document_is_a_request() {
        let parameters = from_yaml("a: '+1'\nb: [1, true]\nc:\n  d: yes\n").unwrap();
        assert_eq!(
            Value::Object(parameters),
            json!({"a": "+1", "b": [1, true], "c": {"d": "yes"}})
        );
    }
}
