//! From what was typed to a value, by the description: plain, JSON, shorthand, or out of a file.

pub(crate) mod file;
mod shorthand;
mod shorthand_types;

use roster_model::schema::{Kind, Schema};
use roster_python_values::int;
use serde_json::Value;

use crate::failure::Failure;
use crate::options::Raw;

/// The value of an option, which is called `name` in messages.
pub(crate) fn read(name: &str, schema: &Schema, raw: Raw) -> Result<Value, Failure> {
    let raw = match raw {
        Raw::Boolean(value) => return Ok(Value::Bool(value)),
        Raw::One(text) => Raw::One(loaded(name, text)?),
        Raw::Many(mut texts) if texts.len() == 1 => match file::load(&texts[0]) {
            None => Raw::Many(texts),
            Some(loaded) => {
                texts.clear();
                Raw::One(loaded.map_err(|message| parameter_fault(name, &message))?)
            }
        },
        Raw::Many(texts) => Raw::Many(texts),
    };
    if is_shorthand(schema, &raw) {
        return from_shorthand(name, schema, &raw);
    }
    match (&schema.kind, raw) {
        (Kind::List { member, .. }, raw) => list(name, member(), raw),
        (_, Raw::One(text)) => one(name, schema, &text),
        (_, Raw::Many(_) | Raw::Boolean(_)) => Ok(Value::Null),
    }
}

/// The failure of reading an option's value.
pub(crate) fn parameter_fault(name: &str, message: &str) -> Failure {
    Failure::Validation(format!("Error parsing parameter '{name}': {message}"))
}

fn loaded(name: &str, text: String) -> Result<String, Failure> {
    match file::load(&text) {
        None => Ok(text),
        Some(loaded) => loaded.map_err(|message| parameter_fault(name, &message)),
    }
}

/// Shorthand is for structures, maps and lists of them, unless the value looks like JSON.
fn is_shorthand(schema: &Schema, raw: &Raw) -> bool {
    let first = match raw {
        Raw::One(text) => text.as_str(),
        Raw::Many(texts) => texts.first().map_or("", String::as_str),
        Raw::Boolean(_) => return false,
    };
    let is_json = first.trim_start().starts_with(['[', '{']);
    let is_nested = match &schema.kind {
        Kind::List { member, .. } => is_aggregate(&member().kind),
        kind => is_aggregate(kind),
    };
    is_nested && !is_json
}

const fn is_aggregate(kind: &Kind) -> bool {
    matches!(kind, Kind::Structure(_) | Kind::List { .. } | Kind::Map { .. })
}

/// Reads shorthand that no description fits to types.
#[cfg(feature = "fuzzing")]
pub(crate) fn plain_shorthand(text: &str) -> Result<Value, String> {
    shorthand::parse(text).map_err(|fault| match fault {
        shorthand::Fault::Form(message) | shorthand::Fault::File(message) => message,
    })
}

fn from_shorthand(name: &str, schema: &Schema, raw: &Raw) -> Result<Value, Failure> {
    let parse = |text: &String| {
        shorthand::parse(text).map_err(|fault| match fault {
            shorthand::Fault::Form(message) => parameter_fault(name, &message),
            shorthand::Fault::File(message) => Failure::General(message),
        })
    };
    let mut value = match raw {
        Raw::One(text) if is_bare_value(schema, text) => {
            return Ok(serde_json::json!({"Value": text}));
        }
        Raw::One(text) => parse(text)?,
        Raw::Many(texts) => Value::Array(texts.iter().map(parse).collect::<Result<_, _>>()?),
        Raw::Boolean(_) => Value::Null,
    };
    shorthand_types::fit(schema, &mut value).map_err(Failure::General)?;
    Ok(value)
}

/// A structure whose only member is the string `Value` may be given as that string.
fn is_bare_value(schema: &Schema, text: &str) -> bool {
    match schema.members() {
        [only] => {
            only.name == "Value" && matches!((only.target)().kind, Kind::String { .. }) && !text.contains('=')
        }
        _ => false,
    }
}

fn list(name: &str, member: &Schema, raw: Raw) -> Result<Value, Failure> {
    let texts = match raw {
        Raw::One(text) if text.trim_start().starts_with('[') => return json(name, &text),
        // What comes from a file is taken letter by letter, as the AWS CLI does.
        Raw::One(text) => text.chars().map(String::from).collect(),
        Raw::Many(texts) if texts.len() == 1 && texts[0].trim_start().starts_with('[') => {
            return json(name, &texts[0]);
        }
        Raw::Many(texts) => texts,
        Raw::Boolean(_) => Vec::new(),
    };
    texts.iter().map(|text| one(name, member, text)).collect()
}

fn one(name: &str, schema: &Schema, text: &str) -> Result<Value, Failure> {
    match schema.kind {
        Kind::Integer { .. } | Kind::Long { .. } => int(text).map(Value::from).map_err(Failure::General),
        Kind::Boolean => Ok(Value::Bool(
            !text.is_empty() && !text.eq_ignore_ascii_case("false"),
        )),
        Kind::String { .. } | Kind::Enum(_) | Kind::Timestamp => Ok(Value::from(text)),
        Kind::Structure(_) | Kind::Map { .. } => {
            let opening = text.trim_start().chars().next();
            match opening {
                Some('{') => json(name, text),
                Some(_) => Err(parameter_fault(name, &format!("Invalid JSON:\n{text}"))),
                None => Err(Failure::General("string index out of range".to_owned())),
            }
        }
        Kind::List { member, .. } => list(name, member(), Raw::One(text.to_owned())),
        Kind::NoOutput => Ok(Value::Null),
    }
}

fn json(name: &str, text: &str) -> Result<Value, Failure> {
    roster_python_values::json::loads(text)
        .map_err(|fault| parameter_fault(name, &format!("Invalid JSON: {fault}\nJSON received: {text}")))
}
