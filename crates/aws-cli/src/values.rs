//! From the text of an option to a value, by the description: plain, JSON, shorthand, or a file.

pub(crate) mod file;
mod shorthand;
mod shorthand_types;

use roster_model::schema::{Kind, Schema};
use roster_python_values::{int, to_float};
use serde_json::Value;

use crate::failure::Failure;
use crate::options::RawValue;
use shorthand::ShorthandError;

/// The value of an option. `name` is for messages.
pub(crate) fn read(name: &str, schema: &Schema, raw: RawValue) -> Result<Value, Failure> {
    let raw = match raw {
        RawValue::Boolean(value) => return Ok(Value::Bool(value)),
        RawValue::One(text) => RawValue::One(loaded(name, text)?),
        RawValue::Many(mut texts) if texts.len() == 1 => match file::load(&texts[0]) {
            None => RawValue::Many(texts),
            Some(loaded) => {
                texts.clear();
                RawValue::One(loaded.map_err(|message| parameter_error(name, &message))?)
            }
        },
        RawValue::Many(texts) => RawValue::Many(texts),
    };
    if is_shorthand(schema, &raw) {
        return from_shorthand(name, schema, &raw);
    }
    match (&schema.kind, raw) {
        (Kind::List { member, .. }, raw) => list(name, member.schema(), raw),
        (_, RawValue::One(text)) => one(name, schema, &text),
        (_, RawValue::Many(_) | RawValue::Boolean(_)) => Ok(Value::Null),
    }
}

/// The failure to parse the value of an option.
pub(crate) fn parameter_error(name: &str, message: &str) -> Failure {
    Failure::Validation(format!("Error parsing parameter '{name}': {message}"))
}

/// The value itself, or what is in the file that it names.
pub(crate) fn loaded(name: &str, text: String) -> Result<String, Failure> {
    match file::load(&text) {
        None => Ok(text),
        Some(loaded) => loaded.map_err(|message| parameter_error(name, &message)),
    }
}

/// Shorthand is for structures, maps and lists of them, but not if the value looks like JSON.
fn is_shorthand(schema: &Schema, raw: &RawValue) -> bool {
    let first = match raw {
        RawValue::One(text) => text.as_str(),
        RawValue::Many(texts) => texts.first().map_or("", String::as_str),
        RawValue::Boolean(_) => return false,
    };
    let is_json = first.trim_start().starts_with(['[', '{']);
    let is_nested = match &schema.kind {
        Kind::List { member, .. } => is_aggregate(&member.schema().kind),
        kind => is_aggregate(kind),
    };
    is_nested && !is_json
}

const fn is_aggregate(kind: &Kind) -> bool {
    matches!(kind, Kind::Structure(_) | Kind::List { .. } | Kind::Map { .. })
}

/// Parses shorthand without a description: all scalars are strings.
#[cfg(feature = "fuzzing")]
pub(crate) fn plain_shorthand(text: &str) -> Result<Value, String> {
    shorthand::parse(text).map_err(|error| match error {
        ShorthandError::Syntax(message) | ShorthandError::File(message) => message,
    })
}

fn from_shorthand(name: &str, schema: &Schema, raw: &RawValue) -> Result<Value, Failure> {
    let parse = |text: &String| {
        shorthand::parse(text).map_err(|error| match error {
            ShorthandError::Syntax(message) => parameter_error(name, &message),
            ShorthandError::File(message) => Failure::General(message),
        })
    };
    let mut value = match raw {
        RawValue::One(text) if is_bare_value(schema, text) => {
            return Ok(serde_json::json!({"Value": text}));
        }
        RawValue::One(text) => parse(text)?,
        RawValue::Many(texts) => Value::Array(texts.iter().map(parse).collect::<Result<_, _>>()?),
        RawValue::Boolean(_) => Value::Null,
    };
    shorthand_types::fit(schema, &mut value).map_err(Failure::General)?;
    Ok(value)
}

/// A structure whose only member is the string `Value` may be given as that string.
fn is_bare_value(schema: &Schema, text: &str) -> bool {
    match schema.members() {
        [only] => {
            only.name == "Value"
                && matches!(only.target.schema().kind, Kind::String { .. })
                && !text.contains('=')
        }
        _ => false,
    }
}

fn list(name: &str, member: &Schema, raw: RawValue) -> Result<Value, Failure> {
    let texts = match raw {
        RawValue::One(text) if text.trim_start().starts_with('[') => return json(name, &text),
        // Text from a file becomes a list of its characters, as in the AWS CLI.
        RawValue::One(text) => text.chars().map(String::from).collect(),
        RawValue::Many(texts) if texts.len() == 1 && texts[0].trim_start().starts_with('[') => {
            return json(name, &texts[0]);
        }
        RawValue::Many(texts) => texts,
        RawValue::Boolean(_) => Vec::new(),
    };
    texts.iter().map(|text| one(name, member, text)).collect()
}

fn one(name: &str, schema: &Schema, text: &str) -> Result<Value, Failure> {
    match schema.kind {
        Kind::Integer { .. } | Kind::Long { .. } => int(text).map(Value::from).map_err(Failure::General),
        Kind::Float { .. } => to_float(text).map(Value::from).map_err(Failure::General),
        Kind::Boolean => Ok(Value::Bool(
            !text.is_empty() && !text.eq_ignore_ascii_case("false"),
        )),
        Kind::String { .. } | Kind::Enum(_) | Kind::Timestamp => Ok(Value::from(text)),
        Kind::Structure(_) | Kind::Map { .. } => {
            let opening = text.trim_start().chars().next();
            match opening {
                Some('{') => json(name, text),
                Some(_) => Err(parameter_error(name, &format!("Invalid JSON:\n{text}"))),
                None => Err(Failure::General("string index out of range".to_owned())),
            }
        }
        Kind::List { member, .. } => list(name, member.schema(), RawValue::One(text.to_owned())),
        Kind::NoOutput => Ok(Value::Null),
    }
}

fn json(name: &str, text: &str) -> Result<Value, Failure> {
    roster_python_values::json::loads(text)
        .map_err(|error| parameter_error(name, &format!("Invalid JSON: {error}\nJSON received: {text}")))
}
