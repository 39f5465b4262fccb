//! JMESPath, as in `--query`.

#![no_main]

use libfuzzer_sys::fuzz_target;
use roster_jmespath::Expression;
use serde_json::Value;

fuzz_target!(|input: &[u8]| {
    let [expression, document] = roster_fuzz::texts(input);
    let document: Value = serde_json::from_str(document).unwrap_or_else(|_| roster_fuzz::document());

    let found = select(expression, &document);

    match &found {
        // What is selected, handed on, is the same.
        Ok(value) => assert_eq!(select("@", value).as_ref(), Ok(value)),
        Err(message) => assert!(!message.is_empty()),
    }
    assert_eq!(found, select(expression, &document));
});

/// What an expression selects from a document, or the message of the error.
fn select(expression: &str, document: &Value) -> Result<Value, String> {
    let expression = Expression::parse(expression).map_err(|error| error.to_string())?;
    expression.search(document).map_err(|error| error.to_string())
}
