//! A body of JSON, to a value that its description finds no fault with, to what a handler takes.

#![no_main]

use libfuzzer_sys::fuzz_target;
use roster_model::operations;
use roster_model::validation::violations;
use roster_wire::json;

fuzz_target!(|input: &[u8]| {
    let [name, body] = roster_fuzz::parts(input);
    let Some(operation) = operations::ALL
        .iter()
        .find(|operation| operation.name.as_bytes() == name)
    else {
        return;
    };
    let Ok(value) = json::decode(body) else { return };

    let violations = violations(operation.request(), &value);

    if violations.is_empty() {
        roster_fuzz::assert_is_read_by_its_type(operation, &value);
    }
    for violation in violations {
        assert!(!violation.to_string().is_empty());
    }
});
