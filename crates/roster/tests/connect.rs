//! `roster connect` as a program: under the name `aws`, interrupted, with credentials from elsewhere,
//! and telling what it does.

#[path = "connect/aliases.rs"]
mod aliases;
#[path = "connect/credentials.rs"]
mod credentials;

use std::ffi::OsStr;
use std::fs::File;
use std::io::Read as _;
use std::net::TcpListener;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use roster_testkit::Stub;
use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};
use tempfile::TempDir;

const ROSTER: &str = env!("CARGO_BIN_EXE_roster");
const ROSTER_AWS: &str = env!("CARGO_BIN_EXE_roster-aws");
/// What a link named `aws` may lead to.
const PROGRAMS: [&str; 2] = [ROSTER, ROSTER_AWS];

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
    for program in PROGRAMS {
        let home = tempfile::tempdir().unwrap();
        let aws = home.path().join("aws");
        std::os::unix::fs::symlink(program, &aws).unwrap();
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
}

#[test]
fn a_start_relocates_no_pointers_of_the_program() {
    for program in PROGRAMS {
        let mut header = [0; 18];
        File::open(program).unwrap().read_exact(&mut header).unwrap();
        // `ET_EXEC` of elf(5): a program that is linked at a fixed address.
        assert_eq!(header[16..], [2, 0], "{program}");
    }
}

/// A folder with a program `aws` that prints its arguments and exits with 7.
fn other_aws() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let program = folder.path().join("aws");
    std::fs::write(&program, "#!/bin/sh\nprintf 'other %s|' \"$@\"\nexit 7\n").unwrap();
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
    folder
}

#[test]
fn a_link_named_aws_hands_over_what_it_does_not_know_to_the_next_aws() {
    for program in PROGRAMS {
        let (home, own, other) = (
            tempfile::tempdir().unwrap(),
            tempfile::tempdir().unwrap(),
            other_aws(),
        );
        std::os::unix::fs::symlink(program, own.path().join("aws")).unwrap();
        let path = std::env::join_paths([own.path(), other.path(), Path::new("/usr/bin"), Path::new("/bin")])
            .unwrap();
        let run = |arguments: &[&str]| {
            let mut command = Command::new(own.path().join("aws"));
            let command = command.args(arguments).env_clear().env("HOME", home.path());
            command.env("PATH", &path).stdin(Stdio::null()).output().unwrap()
        };

        for arguments in [
            &["s3", "cp", "a b", "--query", "["][..],
            &["connect", "no-such-operation", ""],
        ] {
            let output = run(arguments);
            let words: Vec<_> = arguments.iter().map(|word| format!("other {word}|")).collect();
            let expected = (Some(7), words.concat());
            let found = (output.status.code(), String::from_utf8(output.stdout).unwrap());
            assert_eq!(found, expected);
        }

        let known = run(&["connect", "describe-user", "--generate-cli-skeleton"]);
        assert_eq!(known.status.code(), Some(0));
    }
}

#[test]
fn two_programs_do_not_hand_over_to_each_other_for_ever() {
    let (home, wrapper) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let aws = home.path().join("aws");
    std::os::unix::fs::symlink(ROSTER, &aws).unwrap();
    let program = wrapper.path().join("aws");
    std::fs::write(&program, format!("#!/bin/sh\nexec {} \"$@\"\n", aws.display())).unwrap();
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();

    let mut command = Command::new(&program);
    let command = command.args(["s3", "ls"]).env_clear().env("PATH", wrapper.path());
    let output = command.stdin(Stdio::null()).output().unwrap();

    assert_eq!(output.status.code(), Some(252));
    assert!(stderr(&output).contains("Found invalid choice 's3'"));
}

#[test]
fn a_reader_that_has_seen_enough_is_no_failure() {
    let home = tempfile::tempdir().unwrap();
    let users: Vec<_> = (0..5000).map(|id| json!({"Id": format!("{id:040}")})).collect();
    let (_stub, endpoint) = stub(&json!({"UserSummaryList": users}));

    let mut child = with_keys(command(
        ROSTER,
        &home,
        "connect list-users --instance-id i",
        &endpoint,
    ))
    .stdout(Stdio::piped())
    .stderr(Stdio::piped())
    .spawn()
    .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();

    assert_eq!((output.status.code(), stderr(&output).as_str()), (Some(0), ""));
}

#[test]
fn empty_words_count_as_none() {
    let home = tempfile::tempdir().unwrap();
    let (_stub, endpoint) = stub(&json!({"User": {"Username": "mary"}}));
    let mut command = with_keys(command(ROSTER, &home, DESCRIBE, &endpoint));
    let command = command.args(["--profile", "", "--region", "", "--query", "User.Username", ""]);

    let output = command.output().unwrap();

    assert_eq!((output.status.code(), stderr(&output).as_str()), (Some(0), ""));
    assert_eq!(output.stdout, b"\"mary\"\n");
}

#[test]
fn an_argument_that_is_not_in_utf_8_is_refused() {
    let home = tempfile::tempdir().unwrap();
    let (stub, endpoint) = stub(&json!({}));
    let mut command = with_keys(command(
        ROSTER,
        &home,
        "connect describe-user --instance-id i",
        &endpoint,
    ));
    let command = command.arg("--user-id").arg(OsStr::from_bytes(b"caf\xe9"));

    let output = command.output().unwrap();

    assert_eq!(output.status.code(), Some(252));
    assert!(stderr(&output).contains(r"An argument is not in UTF-8: caf\xe9"));
    assert!(stub.requests().is_empty());
}

#[test]
fn an_endpoint_without_a_scheme_is_refused_in_each_form_of_errors() {
    let home = tempfile::tempdir().unwrap();
    let sentence = "Bad value for --endpoint-url \"localhost\": scheme is missing.  Must be of the form \
                    http://<hostname>/ or https://<hostname>/";
    for (form, expected) in [
        (
            "enhanced",
            format!("An error occurred (ParamValidation): {sentence}"),
        ),
        ("legacy", format!("aws: [ERROR]: {sentence}")),
        ("json", "\"Code\": \"ParamValidation\"".to_owned()),
    ] {
        let arguments = format!("{DESCRIBE} --cli-error-format {form}");
        let output = command(ROSTER, &home, &arguments, "localhost").output().unwrap();

        assert_eq!(output.status.code(), Some(252), "{form}");
        assert!(stderr(&output).contains(&expected), "{form}: {}", stderr(&output));
    }
}

#[test]
fn times_are_shown_in_the_time_zone_of_the_machine() {
    let home = tempfile::tempdir().unwrap();
    let (_stub, endpoint) = stub(&json!({"User": {"LastModifiedTime": 1_700_000_000}}));
    let arguments = format!("{DESCRIBE} --query User.LastModifiedTime --output text");

    let output = with_keys(command(ROSTER, &home, &arguments, &endpoint))
        .env("TZ", "CET-1CEST,M3.5.0,M10.5.0/3")
        .output()
        .unwrap();

    assert_eq!(output.stdout, b"2023-11-14T23:13:20+01:00\n");
}

#[test]
fn an_operation_that_roster_does_not_offer_is_called_like_any_other() {
    let home = tempfile::tempdir().unwrap();
    let (stub, endpoint) = stub(&json!({"ContactId": "c", "New": {"Member": 1}}));
    let arguments = "connect start-outbound-voice-contact --instance-id i --contact-flow-id f \
                     --destination-phone-number +4930 --attributes a=b,c=d --client-token t --output json";

    let output = with_keys(command(ROSTER, &home, arguments, &endpoint))
        .output()
        .unwrap();

    assert_eq!((output.status.code(), stderr(&output).as_str()), (Some(0), ""));
    let shown: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(shown, json!({"ContactId": "c", "New": {"Member": 1}}));
    let request = &stub.requests()[0];
    assert_eq!(request.path, "/contact/outbound-voice");
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
