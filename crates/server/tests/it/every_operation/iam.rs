//! How the operations of IAM succeed.

use roster_testkit::{Roster, policy, trust, with};
use serde_json::{Value, json};

/// An input with which an operation succeeds once what it needs is made.
pub(super) async fn successful(t: &Roster, operation: &str) -> Value {
    match operation {
        name if name.ends_with("AccessKey") || name.ends_with("AccessKeys") => keys(t, name).await,
        "SimulatePrincipalPolicy" => {
            t.root().done("iam:CreateUser", json!({"UserName": "ana"})).await;
            json!({
                "PolicySourceArn": "arn:aws:iam::123456789012:user/ana", "ActionNames": ["connect:DescribeUser"],
            })
        }
        "SimulateCustomPolicy" => json!({
            "PolicyInputList": [policy("Allow", "connect:*", "*")], "ActionNames": ["connect:DescribeUser"],
        }),
        "CreateUser" => json!({"UserName": "bob"}),
        "CreateRole" => {
            json!({"RoleName": "Auditor", "AssumeRolePolicyDocument": trust(&json!({"AWS": "*"}))})
        }
        "CreatePolicy" => json!({"PolicyName": "most", "PolicyDocument": policy("Allow", "*", "*")}),
        "ListUsers" | "ListRoles" | "ListPolicies" => json!({}),
        "GetPolicy" | "DeletePolicy" => json!({"PolicyArn": managed(t).await}),
        name if name.contains("Role") => {
            let role =
                json!({"RoleName": "HelpDesk", "AssumeRolePolicyDocument": trust(&json!({"AWS": "*"}))});
            t.root().done("iam:CreateRole", role).await;
            of(t, name, "Role", json!({"RoleName": "HelpDesk"})).await
        }
        name => {
            t.root().done("iam:CreateUser", json!({"UserName": "ana"})).await;
            of(t, name, "User", json!({"UserName": "ana"})).await
        }
    }
}

async fn managed(t: &Roster) -> Value {
    let input = json!({"PolicyName": "look", "PolicyDocument": policy("Allow", "connect:List*", "*")});
    t.root().done("iam:CreatePolicy", input).await["Policy"]["Arn"].take()
}

async fn keys(t: &Roster, operation: &str) -> Value {
    let ana = t.root().make_iam_user("ana").await;
    let of_ana = json!({"UserName": "ana", "AccessKeyId": ana.key().id});
    match operation {
        "CreateAccessKey" | "ListAccessKeys" => json!({"UserName": "ana"}),
        "UpdateAccessKey" => with(of_ana, json!({"Status": "Inactive"})),
        "DeleteAccessKey" => of_ana,
        other => panic!("say how {other} succeeds"),
    }
}

/// An input of an operation on a user or role that was made.
async fn of(t: &Roster, operation: &str, kind: &str, owner: Value) -> Value {
    let inline = json!({"PolicyName": "look", "PolicyDocument": policy("Allow", "connect:List*", "*")});
    let done = async |before: String, more: Value| {
        t.root().done(&before, with(owner.clone(), more)).await;
    };
    match operation.replace(kind, "*").as_str() {
        "Get*" | "Delete*" | "List*Policies" | "ListAttached*Policies" => owner,
        "Put*Policy" => with(owner, inline),
        "Get*Policy" | "Delete*Policy" => {
            done(format!("iam:Put{kind}Policy"), inline).await;
            with(owner, json!({"PolicyName": "look"}))
        }
        "Put*PermissionsBoundary" => with(owner, json!({"PermissionsBoundary": managed(t).await})),
        "Delete*PermissionsBoundary" => {
            let boundary = json!({"PermissionsBoundary": managed(t).await});
            done(format!("iam:Put{kind}PermissionsBoundary"), boundary).await;
            owner
        }
        "Attach*Policy" => with(owner, json!({"PolicyArn": managed(t).await})),
        "Detach*Policy" => {
            let policy = json!({"PolicyArn": managed(t).await});
            done(format!("iam:Attach{kind}Policy"), policy.clone()).await;
            with(owner, policy)
        }
        other => panic!("say how {other} succeeds"),
    }
}
