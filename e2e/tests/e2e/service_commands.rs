//! `roster iam`, `roster sts` and `roster cloudtrail`: the administration of a server without the AWS CLI.

use std::fs;
use std::path::Path;
use std::process::Command;

use roster_e2e::{places, setup};
use serde_json::{Value, json};

use crate::harness::{Finished, INSTANCE, Key, Roster, finish, roster};

const POLICY: &str = r#"{"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Action": "connect:DescribeUser", "Resource": "*"}]}"#;

/// Runs a program as a client of a server, with the root access key or another one.
fn run(program: &Path, server: &Roster, key: Option<&Key>, arguments: &[&str]) -> Finished {
    let mut command = Command::new(program);
    command
        .args(arguments)
        .env_clear()
        .envs(server.env())
        .env("AWS_PAGER", "");
    if let Some(key) = key {
        command
            .env("AWS_ACCESS_KEY_ID", &key.id)
            .env("AWS_SECRET_ACCESS_KEY", &key.secret);
    }
    finish(&mut command)
}

/// What `roster` prints, as JSON.
fn json(server: &Roster, key: Option<&Key>, line: &str) -> Value {
    let arguments: Vec<_> = line.split(' ').collect();
    let printed = run(roster(), server, key, &arguments).printed();
    if printed.is_empty() {
        return Value::Null;
    }
    serde_json::from_str(&printed).expect("JSON")
}

/// A file with the policy, and its path as a parameter.
fn policy(server: &Roster) -> String {
    let file = server.data_dir().join("policy.json");
    fs::write(&file, POLICY).expect("a file");
    format!("file://{}", file.display())
}

#[test]
fn a_principal_is_made_used_and_deleted() {
    let server = Roster::demo();
    let by_root = |line: &str| json(&server, None, line);
    let policy = policy(&server);

    assert_eq!(
        by_root("iam create-user --user-name eve")["User"]["UserName"],
        "eve"
    );
    let put = format!("iam put-user-policy --user-name eve --policy-name read --policy-document {policy}");
    assert_eq!(by_root(&put), Value::Null);
    let key = by_root("iam create-access-key --user-name eve")["AccessKey"].take();
    let text = |name: &str| key[name].as_str().expect("a text").to_owned();
    let key = Key {
        id: text("AccessKeyId"),
        secret: text("SecretAccessKey"),
        ..server.key()
    };

    let shown = by_root("iam get-user-policy --user-name eve --policy-name read");
    let document: Value = serde_json::from_str(POLICY).expect("JSON");
    assert_eq!(shown["PolicyDocument"], document);
    let identity = json(&server, Some(&key), "sts get-caller-identity");
    assert_eq!(identity["Arn"], "arn:aws:iam::123456789012:user/eve");
    let list = format!("connect list-users --instance-id {INSTANCE}");
    let refused = run(
        roster(),
        &server,
        Some(&key),
        &list.split(' ').collect::<Vec<_>>(),
    );
    assert_eq!(refused.code(), 254);
    assert!(refused.stderr.contains("AccessDeniedException"), "{refused:?}");
    let events = by_root(
        "cloudtrail lookup-events --lookup-attributes AttributeKey=EventName,AttributeValue=ListUsers",
    );
    assert_eq!(events["Events"][0]["Username"], "eve");

    let key_id = &key.id;
    by_root(&format!(
        "iam delete-access-key --user-name eve --access-key-id {key_id}"
    ));
    by_root("iam delete-user-policy --user-name eve --policy-name read");
    assert_eq!(by_root("iam delete-user --user-name eve"), Value::Null);
    assert_eq!(by_root("iam list-users"), json!({"Users": []}));
}

#[test]
fn the_output_is_that_of_the_aws_cli() {
    if let Err(error) = setup::require() {
        panic!("{error:#}");
    }
    let server = Roster::demo();
    let aws = places::venv().expect("a virtual environment").join("bin/aws");
    for name in ["ana", "eve", "kim"] {
        json(
            &server,
            None,
            &format!("iam create-user --user-name {name} --path /team/"),
        );
    }
    let policy = policy(&server);
    json(
        &server,
        None,
        &format!("iam put-user-policy --user-name eve --policy-name read --policy-document {policy}"),
    );
    let first = json(&server, None, "iam list-users --max-items 2");
    let token = first["NextToken"].as_str().expect("a token");

    for line in [
        "iam list-users --query Users[].[UserName,Arn,UserId]",
        "iam list-users --query Users[].[UserName,Path] --output text",
        "iam list-users --page-size 1 --query Users[].UserName --output table",
        "iam list-users --max-items 2 --query [NextToken,Users[].UserName]",
        &format!("iam list-users --starting-token {token} --query Users[].UserName"),
        "iam list-users --no-paginate --max-items 2 --query [IsTruncated,Users[].UserName]",
        "iam get-user-policy --user-name eve --policy-name read",
        "iam list-user-policies --user-name eve",
        "iam create-user --generate-cli-skeleton",
        "sts get-caller-identity",
        "sts get-caller-identity --output text",
        "sts get-caller-identity --query Account",
    ] {
        let arguments: Vec<_> = line.split(' ').collect();
        let own = run(roster(), &server, None, &arguments);
        let other = run(&aws, &server, None, &arguments);
        assert_eq!(
            (own.code(), &own.stdout, &own.stderr),
            (other.code(), &other.stdout, &other.stderr),
            "{line}"
        );
    }
}

#[test]
fn these_services_are_never_called_at_aws() {
    let refused = finish(
        Command::new(roster())
            .args(["iam", "list-users", "--region", "us-east-1"])
            .env_clear()
            .env("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
            .env("AWS_SECRET_ACCESS_KEY", "x"),
    );

    assert_ne!(refused.code(), 0);
    assert!(
        refused.stderr.contains("a Roster server, never AWS"),
        "{refused:?}"
    );
}
