//! `roster connect` as a program: under the name `aws`, interrupted, with credentials from elsewhere,
//! and telling what it does.

#[path = "connect/credentials.rs"]
mod credentials;
#[path = "golden/stub.rs"]
mod stub;

use std::net::TcpListener;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};
use stub::Stub;
use tempfile::TempDir;

const ROSTER: &str = env!("CARGO_BIN_EXE_roster");

/// A command line in an environment of its own.
fn command(program: impl AsRef<Path>, home: &TempDir, arguments: &str, endpoint: &str) -> Command {
    let mut command = Command::new(program.as_ref());
    command
        .args(arguments.split(' '))
        .args(["--endpoint-url", endpoint])
        .env_clear()
        .env("HOME", home.path())
        .env("AWS_REGION", "us-east-1")
        .env("AWS_MAX_ATTEMPTS", "1")
        .env("AWS_EC2_METADATA_DISABLED", "true")
        .stdin(Stdio::null());
    command
}

fn with_keys(mut command: Command) -> Command {
    command
        .env("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
        .env("AWS_SECRET_ACCESS_KEY", "not a secret");
    command
}

fn stub(body: &Value) -> (Stub, String) {
    let stub = Stub::start(vec![json!({"body": body})]);
    let endpoint = format!("http://{}", stub.address);
    (stub, endpoint)
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

const DESCRIBE: &str = "connect describe-user --user-id u --instance-id i";

#[test]
fn a_link_named_aws_is_the_aws_cli() {
    let home = tempfile::tempdir().unwrap();
    let aws = home.path().join("aws");
    std::os::unix::fs::symlink(ROSTER, &aws).unwrap();
    let (stub, endpoint) = stub(&json!({"User": {"Username": "mary"}}));

    let arguments = format!("{DESCRIBE} --query User.Username --output text");
    let output = with_keys(command(&aws, &home, &arguments, &endpoint))
        .output()
        .unwrap();

    assert_eq!(
        (output.status.code(), output.stdout.as_slice()),
        (Some(0), &b"mary\n"[..])
    );
    assert_eq!(stub.requests()[0].path, "/users/i/u");

    let output = command(&aws, &home, "s3 ls", &endpoint).output().unwrap();
    assert_eq!(output.status.code(), Some(252));
    assert!(stderr(&output).contains("argument command: Found invalid choice 's3'"));
}

#[test]
fn an_interrupt_ends_a_call_with_130() {
    let home = tempfile::tempdir().unwrap();
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let endpoint = format!("http://{}", silent.local_addr().unwrap());

    let mut waiting = with_keys(command(ROSTER, &home, DESCRIBE, &endpoint))
        .spawn()
        .unwrap();
    let _connection = silent.accept().unwrap();
    kill_process(Pid::from_child(&waiting), Signal::INT).unwrap();

    assert_eq!(waiting.wait().unwrap().code(), Some(130));
}

#[test]
fn debug_output_has_no_personal_data_and_no_secret() {
    let home = tempfile::tempdir().unwrap();
    let (_stub, endpoint) = stub(&json!({}));
    let arguments = "connect create-user --debug --username ana --password Passw0rd1 --security-profile-ids s \
                     --routing-profile-id r --instance-id i --identity-info Email=ana@example.com";

    let output = with_keys(command(ROSTER, &home, arguments, &endpoint))
        .output()
        .unwrap();

    let told = stderr(&output);
    assert!(told.contains("PUT http://"), "{told}");
    for secret in ["Passw0rd1", "ana@example.com", "not a secret", "Signature"] {
        assert!(!told.contains(secret), "{told}");
    }
}
