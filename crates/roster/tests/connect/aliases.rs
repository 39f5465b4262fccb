//! Aliases of the AWS CLI's file, as `roster connect` and a link named `aws` expand them.

use std::fs;
use std::os::unix::fs::symlink;

use serde_json::json;
use tempfile::TempDir;

use super::{ROSTER, command, stderr, stub, with_keys};

const ALIASES: &str = "
[toplevel]
agents = connect agents
greet =
    !greet() {
        echo \"hello $1\"
        exit 3
    }; greet

[command connect]
agents = list-users --instance-id 'of the alias' --query UserSummaryList[].Username --output text
";

fn home() -> TempDir {
    let home = tempfile::tempdir().unwrap();
    fs::create_dir_all(home.path().join(".aws/cli")).unwrap();
    fs::write(home.path().join(".aws/cli/alias"), ALIASES).unwrap();
    home
}

#[test]
fn an_alias_of_a_command_is_that_command_with_the_options_of_the_alias() {
    let (stub, endpoint) = stub(&json!({"UserSummaryList": [{"Username": "mary"}]}));

    let output = with_keys(command(
        ROSTER,
        &home(),
        "connect agents --max-items 1",
        &endpoint,
    ))
    .output()
    .unwrap();

    assert_eq!(output.stdout, b"mary\n", "{}", stderr(&output));
    assert!(
        stub.requests()[0]
            .path
            .starts_with("/users-summary/of%20the%20alias")
    );
}

#[test]
fn a_link_named_aws_expands_aliases_of_whole_command_lines() {
    let (stub, endpoint) = stub(&json!({"UserSummaryList": [{"Username": "mary"}]}));
    let home = home();
    let aws = home.path().join("aws");
    symlink(ROSTER, &aws).unwrap();

    let listed = with_keys(command(&aws, &home, "--debug agents", &endpoint))
        .output()
        .unwrap();
    let greeted = command(&aws, &home, "greet you", &endpoint).output().unwrap();

    assert_eq!(listed.stdout, b"mary\n", "{}", stderr(&listed));
    assert_eq!(stub.requests().len(), 1);
    assert_eq!(greeted.stdout, b"hello you\n", "{}", stderr(&greeted));
    assert_eq!(greeted.status.code(), Some(3));
}

#[test]
fn a_file_of_aliases_that_cannot_be_read_is_an_error() {
    let home = home();
    fs::write(home.path().join(".aws/cli/alias"), "agents").unwrap();

    let output = command(ROSTER, &home, "connect agents", "http://127.0.0.1:1")
        .output()
        .unwrap();

    assert_eq!(output.status.code(), Some(255));
    assert!(
        stderr(&output).contains("Unable to parse config file: "),
        "{}",
        stderr(&output)
    );
}
