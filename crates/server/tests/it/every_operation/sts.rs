//! How the operations of STS succeed.

use serde_json::{Value, json};

/// An input with which an operation succeeds.
pub(super) fn successful(operation: &str) -> Value {
    match operation {
        "GetCallerIdentity" => json!({}),
        other => panic!("say how {other} succeeds"),
    }
}
