//! What AWS leaves open in policies is decided on the closed side: an `Allow` does not match, a `Deny` does
//! (docs/decisions/0012-policy-evaluation.md).

use insta::assert_snapshot;
use roster_testkit::{Actor, Roster, each_engine, trust};
use serde_json::{Value, json};

/// A document of these statements.
fn document(statements: &Value) -> String {
    json!({"Version": "2012-10-17", "Statement": statements}).to_string()
}

/// A user of IAM who may do what these statements say.
async fn user<'t>(t: &'t Roster, name: &str, statements: &Value) -> Actor<'t> {
    let user = t.root().make_iam_user(name).await;
    let policy = json!({"UserName": name, "PolicyName": "p", "PolicyDocument": document(statements)});
    t.root().done("iam:PutUserPolicy", policy).await;
    user
}

fn tagged(name: &str, tags: &[(&str, &str)]) -> Value {
    let tags: Vec<Value> = tags
        .iter()
        .map(|(key, value)| json!({"Key": key, "Value": value}))
        .collect();
    json!({"UserName": name, "Tags": tags})
}

#[test]
fn a_deny_whose_variable_has_no_value_is_not_evaded_by_a_session() {
    each_engine(async |t| {
        t.root().done("iam:CreateUser", json!({"UserName": "uu"})).await;
        let role = json!({"RoleName": "ops", "AssumeRolePolicyDocument": trust(&json!({"AWS": "*"}))});
        t.root().done("iam:CreateRole", role).await;
        let statements = json!([
            {"Effect": "Allow", "Action": "iam:*", "Resource": "*"},
            {"Effect": "Deny", "Action": "iam:CreateAccessKey",
             "NotResource": "arn:aws:iam::123456789012:user/${aws:username}"},
        ]);
        let policy = json!({"RoleName": "ops", "PolicyName": "p", "PolicyDocument": document(&statements)});
        t.root().done("iam:PutRolePolicy", policy).await;
        let assume = json!([{"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "*"}]);
        let ana = user(&t, "ana", &assume).await;
        let asked = json!({"RoleArn": "arn:aws:iam::123456789012:role/ops", "RoleSessionName": "night"});
        let assumed = ana.done("sts:AssumeRole", asked).await;
        let session = t.session(&assumed);

        let own = json!({"UserName": "uu"});

        assert_snapshot!(session.call("iam:CreateAccessKey", own).await, @"
        403 AccessDenied
        User: arn:aws:sts::123456789012:assumed-role/ops/night is not authorized to perform: iam:CreateAccessKey on resource: arn:aws:iam::123456789012:user/uu with an explicit deny in an identity-based policy
        ");
    });
}

#[test]
fn the_guard_against_empty_tags_that_aws_documents_guards() {
    each_engine(async |t| {
        let guarded = json!([{
            "Effect": "Allow", "Action": ["iam:CreateUser", "iam:TagUser"], "Resource": "*",
            "Condition": {
                "ForAllValues:StringEquals": {"aws:RequestTag/team": ["red"]},
                "Null": {"aws:RequestTag/team": "false"},
            },
        }]);
        let ana = user(&t, "ana", &guarded).await;

        let status = async |input| ana.call("iam:CreateUser", input).await.status;

        assert_eq!(status(tagged("a", &[("team", "red")])).await, 200);
        assert_eq!(status(tagged("b", &[("team", "")])).await, 403);
        assert_eq!(status(tagged("c", &[("team", "blue")])).await, 403);
        assert_eq!(status(json!({"UserName": "d"})).await, 403);
    });
}

#[test]
fn an_allow_that_asks_one_value_of_several_does_not_match() {
    each_engine(async |t| {
        let plain = json!([{
            "Effect": "Allow", "Action": ["iam:CreateUser", "iam:TagUser"], "Resource": "*",
            "Condition": {"StringEquals": {"aws:TagKeys": "team"}},
        }]);
        let ana = user(&t, "ana", &plain).await;
        let prefixed = json!([{
            "Effect": "Allow", "Action": ["iam:CreateUser", "iam:TagUser"], "Resource": "*",
            "Condition": {"ForAllValues:StringEquals": {"aws:TagKeys": "team"}},
        }]);
        let bea = user(&t, "bea", &prefixed).await;
        let denied = json!([
            {"Effect": "Allow", "Action": "*", "Resource": "*"},
            {"Effect": "Deny", "Action": "iam:CreateUser", "Resource": "*",
             "Condition": {"StringEquals": {"aws:TagKeys": "admin"}}},
        ]);
        let eve = user(&t, "eve", &denied).await;
        let both = |name| tagged(name, &[("team", "red"), ("admin", "yes")]);
        let one = |name| tagged(name, &[("team", "red")]);

        let status = async |actor: &Actor<'_>, input| actor.call("iam:CreateUser", input).await.status;

        assert_eq!(status(&ana, both("a")).await, 403);
        assert_eq!(status(&ana, one("b")).await, 403);
        assert_eq!(status(&bea, both("c")).await, 403);
        assert_eq!(status(&bea, one("d")).await, 200);
        assert_eq!(status(&eve, both("e")).await, 403);
        assert_eq!(status(&eve, one("f")).await, 200);
    });
}

#[test]
fn a_policy_that_would_match_nothing_by_its_capitals_is_refused() {
    each_engine(async |t| {
        t.root().done("iam:CreateUser", json!({"UserName": "ana"})).await;
        let deny =
            json!([{"Effect": "Deny", "Action": "iam:*", "Resource": "arn:aws:IAM::123456789012:user/*"}]);
        let policy = json!({"UserName": "ana", "PolicyName": "p", "PolicyDocument": document(&deny)});

        assert_snapshot!(t.root().call("iam:PutUserPolicy", policy).await, @r#"
        400 MalformedPolicyDocument
        Statement[0].Resource: Resource arn:aws:IAM::123456789012:user/* must be in ARN format or "*": partition, service and Region have small letters only; with others it would match nothing.
        "#);
    });
}
