//! JMESPath, as in `--query`.

#![no_main]

use libfuzzer_sys::fuzz_target;
use roster_aws_cli::fuzzing::jmespath;
use serde_json::Value;

fuzz_target!(|input: &[u8]| {
    let [expression, document] = roster_fuzz::texts(input);
    let document: Value = serde_json::from_str(document).unwrap_or_else(|_| roster_fuzz::document());

    let found = jmespath(expression, &document);

    match &found {
        // What is selected, handed on, is the same.
        Ok(value) => assert_eq!(jmespath("@", value).as_ref(), Ok(value)),
        Err(message) => assert!(!message.is_empty()),
    }
    assert_eq!(found, jmespath(expression, &document));
});
