//! The AWS CLI's shorthand syntax.

#![no_main]

use libfuzzer_sys::fuzz_target;
use roster_aws_cli::fuzzing::shorthand;

fuzz_target!(|text: &str| {
    // No target reads files.
    if text.contains("@=") {
        return;
    }
    match shorthand(text) {
        Ok(value) => {
            assert!(
                value.as_object().is_some_and(|object| !object.is_empty()),
                "{value}"
            );
            // Another member behind it adds a member and changes none, unless its comma is escaped.
            if !text.ends_with('\\')
                && let Ok(more) = shorthand(&format!("{text},another=member"))
            {
                let mut expected = value;
                expected["another"] = "member".into();
                assert_eq!(more, expected);
            }
        }
        Err(message) => assert!(!message.is_empty()),
    }
});
