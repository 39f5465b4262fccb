//! How the operations of CloudTrail succeed.

use serde_json::{Value, json};

/// An input with which an operation succeeds.
pub(super) fn successful(operation: &str) -> Value {
    match operation {
        "LookupEvents" | "ListPublicKeys" | "DescribeTrails" => json!({}),
        "GetTrail" => json!({"Name": "roster"}),
        other => panic!("say how {other} succeeds"),
    }
}
