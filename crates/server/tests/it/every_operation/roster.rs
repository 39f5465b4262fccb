//! How Roster's own operations succeed.

use roster_testkit::MANAGED;
use serde_json::{Value, json};

/// An input with which an operation succeeds.
pub(super) fn successful(operation: &str) -> Value {
    match operation {
        "ListPendingChanges" => json!({"InstanceId": MANAGED}),
        other => panic!("say how {other} succeeds"),
    }
}
