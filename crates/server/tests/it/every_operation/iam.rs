//! How the operations of IAM succeed.

use roster_testkit::Roster;
use serde_json::{Value, json};

/// An input with which an operation succeeds once what it needs is made.
pub(super) async fn successful(t: &Roster, operation: &str) -> Value {
    let of_ana = json!({"UserName": "ana"});
    if operation != "CreateUser" {
        t.root().done("iam:CreateUser", of_ana.clone()).await;
    }
    match operation {
        "CreateUser" | "GetUser" | "CreateAccessKey" => of_ana,
        "PutUserPolicy" => json!({
            "UserName": "ana",
            "PolicyName": "look",
            "PolicyDocument": roster_testkit::policy("Allow", "connect:Describe*", "*"),
        }),
        other => panic!("say how {other} succeeds"),
    }
}
