//! How the operations of STS succeed.

use roster_testkit::{Actor, Roster, trust};
use serde_json::{Value, json};

/// An input with which an operation succeeds, and who may call it.
pub(super) async fn successful<'t>(t: &'t Roster, operation: &str) -> (Actor<'t>, Value) {
    match operation {
        "GetCallerIdentity" => (t.root(), json!({})),
        "AssumeRole" => {
            let ana = t.root().make_iam_user("ana").await;
            let trusted = trust(&json!({"AWS": "arn:aws:iam::123456789012:user/ana"}));
            let role = json!({"RoleName": "HelpDesk", "AssumeRolePolicyDocument": trusted});
            let arn = t.root().done("iam:CreateRole", role).await["Role"]["Arn"].take();
            (ana, json!({"RoleArn": arn, "RoleSessionName": "ops"}))
        }
        other => panic!("say how {other} succeeds"),
    }
}
