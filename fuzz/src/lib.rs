//! What several targets need.

use roster_model::for_each_operation;
use roster_model::operation::{Description, Operation};
use serde_json::{Value, json};

/// What stands between the parts of an input. So a corpus can be read, and written by hand.
const SEPARATOR: &[u8] = b"\n%%\n";

/// The parts of an input; those that are missing are empty.
pub fn parts<const N: usize>(mut input: &[u8]) -> [&[u8]; N] {
    std::array::from_fn(|index| {
        let place = input
            .windows(SEPARATOR.len())
            .position(|window| window == SEPARATOR);
        match place.filter(|_| index + 1 < N) {
            Some(place) => {
                let part = &input[..place];
                input = &input[place + SEPARATOR.len()..];
                part
            }
            None => std::mem::take(&mut input),
        }
    })
}

/// The parts of an input as texts, as far as they are UTF-8.
pub fn texts<const N: usize>(input: &[u8]) -> [&str; N] {
    parts(input).map(|part| match std::str::from_utf8(part) {
        Ok(text) => text,
        Err(error) => std::str::from_utf8(&part[..error.valid_up_to()]).unwrap_or_default(),
    })
}

macro_rules! readers {
    ($($service:ident::$resource:ident::$operation:ident),* $(,)?) => {
        /// How each operation's input is read by the type that its handler takes.
        const READERS: &[(&Description, fn(Value) -> serde_json::Result<()>)] = &[$((
            <roster_model::ops::$service::$resource::$operation as Operation>::DESCRIPTION,
            |input| {
                type Request = <roster_model::ops::$service::$resource::$operation as Operation>::Request;
                serde_json::from_value::<Request>(input).map(drop)
            },
        )),*];
    };
}

for_each_operation!(readers);

/// Panics unless the type that a handler takes agrees with the description, which finds no fault with `input`.
pub fn assert_is_read_by_its_type(operation: &Description, input: &Value) {
    let (_, read) = READERS
        .iter()
        .find(|(description, _)| {
            description.service == operation.service && description.name == operation.name
        })
        .expect("every operation has a type");
    if let Err(error) = read(input.clone()) {
        panic!(
            "{} finds no fault with {input}, but its type does: {error}",
            operation.name
        );
    }
}

/// A value that expressions may find something in.
pub fn document() -> Value {
    json!({
        "UserSummaryList": [
            {"Id": "b", "Username": "ana", "Tags": {"team": "red"}, "Level": 3},
            {"Id": "a", "Username": "bea", "Tags": {}, "Level": null},
        ],
        "NextToken": "abc", "Count": 2, "Share": 0.5, "IsTruncated": true, "Nested": [[1, 2], [3], []],
    })
}
