//! The AWS CLI as people type it, in a shell.

use std::process::Command;

use roster_e2e::{places, setup};
use serde_json::Value;

use crate::clients::{Access, Cli};
use crate::harness::{Finished, INSTANCE, MARY, Roster, SAM, SAML_INSTANCE, Wire, finish, roster, user};

/// The command that AWS's documentation prints.
const EXAMPLE: &str = "aws connect update-user-identity-info \
    --identity-info FirstName=Mary,LastName=Major,Email=marym@example.com \
    --user-id 87654321-2222-1234-1234-111234567891 \
    --instance-id a1b2c3d4-5678-90ab-cdef-EXAMPLE11111";

/// Runs a line in a shell that has taken over what `roster env` prints. `aws` is version 1.
fn in_a_shell(server: &Roster, line: &str) -> Finished {
    if let Err(error) = setup::require() {
        panic!("{error:#}");
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut folders = vec![places::venv().expect("a virtual environment").join("bin")];
    folders.extend(std::env::split_paths(&path));
    let script = format!(
        "eval \"$({} env --data-dir {})\"\n{line}",
        roster().display(),
        server.data_dir().display()
    );
    finish(
        Command::new("sh")
            .args(["-c", &script])
            .env_clear()
            .env("PATH", std::env::join_paths(folders).expect("folders"))
            .env("HOME", "/nonexistent")
            .env("LANG", "C.UTF-8")
            .env("AWS_PAGER", ""),
    )
}

fn last_name_of_mary(server: &Roster) -> Value {
    Wire::to(server).send("GET", &user(INSTANCE, MARY), None).json()["User"]["IdentityInfo"]["LastName"]
        .take()
}

#[test]
fn the_example_of_the_documentation_runs_as_it_is_printed() {
    let server = Roster::demo();
    let finished = in_a_shell(&server, EXAMPLE);
    assert_eq!(
        (finished.code(), &*finished.stdout, &*finished.stderr),
        (0, "", "")
    );
    assert_eq!(last_name_of_mary(&server), "Major");
}

#[test]
fn the_example_runs_with_version_2_as_well() {
    let server = Roster::demo();
    let version_2 = places::debian_aws().to_str().expect("a path");
    let example = EXAMPLE.replacen("aws", version_2, 1);
    let finished = in_a_shell(
        &server,
        &format!("{example} --endpoint-url \"$AWS_ENDPOINT_URL_CONNECT\""),
    );
    assert_eq!(
        (finished.code(), &*finished.stdout, &*finished.stderr),
        (0, "", "")
    );
    assert_eq!(last_name_of_mary(&server), "Major");
}

#[test]
fn the_users_new_name_can_be_queried_as_text() {
    let server = Roster::demo();
    let describe = format!(
        "{EXAMPLE} && aws connect describe-user --user-id {MARY} --instance-id {INSTANCE} \
         --query 'User.IdentityInfo.[FirstName,LastName,Email]' --output text"
    );
    let finished = in_a_shell(&server, &describe);
    assert_eq!(finished.printed(), "Mary\tMajor\tmarym@example.com\n");
}

#[test]
fn a_refusal_stands_on_standard_error_with_an_exit_code() {
    let server = Roster::demo();
    let access = Access::to(&server);
    let arguments = [
        "update-user-identity-info",
        "--identity-info",
        "FirstName=Sam,LastName=Santos,Email=sam@example.com",
        "--user-id",
        SAM,
        "--instance-id",
        SAML_INSTANCE,
    ];
    let refusal = "An error occurred (InvalidRequestException) when calling the UpdateUserIdentityInfo operation: \
                   IdentityInfo.Email must be left out on SAML instances\n";
    for (cli, code) in [(Cli::v1(&access), 255), (Cli::v2(&access), 254)] {
        let finished = cli.run(&arguments);
        assert_eq!(finished.code(), code);
        assert_eq!(finished.stdout, "");
        assert_eq!(finished.stderr, format!("\n{refusal}"));
    }
}

#[test]
fn the_credentials_file_serves_as_a_shared_credentials_file() {
    let server = Roster::demo();
    let line = format!(
        "unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY\n\
         AWS_SHARED_CREDENTIALS_FILE={}/credentials aws connect list-users --instance-id {INSTANCE} \
         --query 'UserSummaryList[].Username' --output text",
        server.data_dir().display()
    );
    assert_eq!(in_a_shell(&server, &line).printed(), "mary\n");
}

#[test]
fn shorthand_with_an_empty_name_reaches_the_server_and_is_refused_there() {
    let server = Roster::demo();
    let line = format!(
        "aws connect update-user-identity-info --identity-info FirstName=,LastName=Major \
         --user-id {MARY} --instance-id {INSTANCE}"
    );
    let finished = in_a_shell(&server, &line);
    assert_eq!(finished.code(), 255);
    assert!(
        finished.stderr.contains(
            "(InvalidParameterException) when calling the UpdateUserIdentityInfo operation: \
             IdentityInfo.FirstName must have 1 to 255 characters on CONNECT_MANAGED instances, but has 0"
        ),
        "{finished:?}"
    );
    assert_eq!(last_name_of_mary(&server), "Miller");
}
