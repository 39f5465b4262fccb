//! That a change of access holds from the next request on, whichever operation makes it.

use std::time::Duration;

use roster_model::operation::{Description, Effect};
use roster_model::operations::ALL;
use roster_model::service::Service;
use roster_testkit::{Actor, Key, MANAGED, Roster, in_memory, policy, trust, with};
use serde_json::{Value, json};

use super::successful;

/// These operations change no principal's permissions: what they create or delete is not in use.
const CHANGE_NOBODYS_ACCESS: [&str; 6] = [
    "CreateAccessKey",
    "CreatePolicy",
    "CreateRole",
    "CreateUser",
    "DeletePolicy",
    "DeleteUser",
];

fn writes() -> impl Iterator<Item = &'static Description> {
    let is_write =
        |operation: &&Description| operation.service == Service::Iam && operation.effect == Effect::Write;
    ALL.iter().copied().filter(is_write)
}

#[test]
fn every_change_of_iam_holds_from_the_next_request_on() {
    for operation in writes() {
        in_memory(async |t| {
            let (root, input) = successful(&t, operation).await;
            // A user with keys cannot be deleted, and has at most two.
            let ana = match operation.name {
                "DeleteUser" | "CreateAccessKey" => None,
                _ => Some(user(&t).await),
            };
            let session = session_of_role(&t, operation.name).await;
            let actors: Vec<&Actor<'_>> = ana.iter().map(|(actor, _)| actor).chain([&session]).collect();
            let input = match &ana {
                Some((_, key)) if input.get("AccessKeyId").is_some() => {
                    with(input, json!({"AccessKeyId": key}))
                }
                _ => input,
            };
            let before = outcomes(&actors).await;

            let changed = root.call_described(operation, input).await;
            let after = outcomes(&actors).await;
            t.clock.advance(Duration::from_secs(1));
            let anew = outcomes(&actors).await;

            let name = operation.name;
            assert_eq!(changed.status, 200, "{name}: {changed}");
            assert_eq!(after, anew, "{name}");
            assert_eq!(
                before == after,
                CHANGE_NOBODYS_ACCESS.contains(&name),
                "{name}: {before:?} and {after:?}"
            );
        });
    }
}

/// What comes of some operations, one of which needs no permission.
async fn outcomes(actors: &[&Actor<'_>]) -> Vec<Option<String>> {
    let mut outcomes = Vec::new();
    for actor in actors {
        for (operation, input) in [
            ("sts:GetCallerIdentity", json!({})),
            ("ListInstances", json!({})),
            ("DescribeInstance", json!({"InstanceId": MANAGED})),
        ] {
            let answer = actor.call(operation, input).await;
            outcomes.push(answer.error().map(str::to_owned));
        }
    }
    outcomes
}

const DESCRIBE: &str = "connect:DescribeInstance";

/// An IAM user named ana with permission to describe instances, and the id of its access key.
async fn user(t: &Roster) -> (Actor<'_>, String) {
    let root = t.root();
    // She may be there already.
    root.call("iam:CreateUser", json!({"UserName": "ana"})).await;
    let document = policy("Allow", DESCRIBE, "*");
    let own = json!({"UserName": "ana", "PolicyName": "own", "PolicyDocument": document});
    root.done("iam:PutUserPolicy", own).await;
    let made = root.done("iam:CreateAccessKey", json!({"UserName": "ana"})).await;
    let text = |member: &str| made["AccessKey"][member].as_str().expect(member).to_owned();
    let key = Key {
        id: text("AccessKeyId"),
        secret: text("SecretAccessKey"),
    };
    let id = key.id.clone();
    (t.actor(key), id)
}

/// A session of the help desk's role, which may describe instances if the role is not to be deleted.
async fn session_of_role<'t>(t: &'t Roster, operation: &str) -> Actor<'t> {
    let root = t.root();
    let zoe = root.make_iam_user("zoe").await;
    let document = policy("Allow", "sts:AssumeRole", "*");
    let assume = json!({"UserName": "zoe", "PolicyName": "own", "PolicyDocument": document});
    root.done("iam:PutUserPolicy", assume).await;
    let role = json!({"RoleName": "HelpDesk", "AssumeRolePolicyDocument": trust(&json!({"AWS": "*"}))});
    // It may be there already.
    root.call("iam:CreateRole", role).await;
    if operation != "DeleteRole" {
        let document = policy("Allow", DESCRIBE, "*");
        let own = json!({"RoleName": "HelpDesk", "PolicyName": "own", "PolicyDocument": document});
        root.done("iam:PutRolePolicy", own).await;
    }
    let arn = "arn:aws:iam::123456789012:role/HelpDesk";
    let assume = json!({"RoleArn": arn, "RoleSessionName": "ops"});
    let assumed: Value = zoe.done("sts:AssumeRole", assume).await;
    t.session(&assumed)
}
