//! The parser of shorthand, public for `fuzz/` only.

use serde_json::Value;

use crate::values;

/// Reads shorthand syntax; an error is the message. A value after `@=` is read from a file.
pub fn shorthand(text: &str) -> Result<Value, String> {
    values::plain_shorthand(text)
}
