//! The parsers of typed arguments, made public for `fuzz/` only.

use serde_json::Value;

use crate::query::Query;
use crate::values;

/// Reads shorthand syntax; an error is the message. A value after `@=` is read from a file.
pub fn shorthand(text: &str) -> Result<Value, String> {
    values::plain_shorthand(text)
}

/// What a JMESPath expression selects; an error is the message.
pub fn jmespath(expression: &str, value: &Value) -> Result<Value, String> {
    Query::parse(expression)?.search(value)
}
