//! The access log, and the lines of a start in a log for machines.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::server::{ROSTER, Server};

const DEMO: [&str; 3] = ["--demo", "--log-format", "json"];
const INSTANCE: &str = "a1b2c3d4-5678-90ab-cdef-EXAMPLE11111";
const MARY: &str = "87654321-2222-1234-1234-111234567891";

/// Calls a server with the root access key of a data directory.
fn call(server: &Server, data_dir: &Path, arguments: &[&str]) {
    let output = Command::new(ROSTER)
        .args(["connect", arguments[0], "--region", "us-east-1", "--endpoint-url"])
        .arg(&server.endpoint)
        .args(&arguments[1..])
        .env_clear()
        .env("HOME", data_dir)
        .env("AWS_SHARED_CREDENTIALS_FILE", data_dir.join("credentials"))
        .env("AWS_EC2_METADATA_DISABLED", "true")
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
}

/// The lines of a log with this message.
fn lines(log: &str, message: &str) -> Vec<Value> {
    let lines = log
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap());
    lines.filter(|line| line["message"] == message).collect()
}

#[test]
fn the_access_log_has_a_line_for_each_request() {
    let data = tempfile::tempdir().unwrap();
    let server = Server::start(
        data.path(),
        &[&DEMO[..], &["--access-log", "--log-level", "error"]].concat(),
    );
    let user = ["--instance-id", INSTANCE, "--user-id", MARY];

    call(&server, data.path(), &[&["describe-user"][..], &user].concat());
    let identity = "FirstName=Wilhelmina,LastName=Quackenbush,Email=wquack@example.com";
    let update = [
        &["update-user-identity-info"][..],
        &user,
        &["--identity-info", identity],
    ]
    .concat();
    call(&server, data.path(), &update);
    assert_eq!(server.get("/users-summary/x?nextToken=Quackenbush", "").0, 403);
    assert_eq!(server.get("/Quackenbush", "user-agent: Wilhelmina\r\n").0, 404);
    assert_eq!(server.get("/console/demo/sign-in", "").0, 200);
    assert_eq!(server.get("/_roster/health", "").0, 200);
    assert_eq!(server.get("/metrics", "").0, 200);

    let log = server.stop();
    let logged = lines(&log, "access");
    let seen: Vec<_> = logged
        .iter()
        .map(|line| {
            assert_eq!(line["source"], "127.0.0.1", "{line}");
            assert!(
                line["duration_us"].is_u64() && line["request_id"].is_string(),
                "{line}"
            );
            let text = |member: &str| line[member].as_str().unwrap_or("-").to_owned();
            (
                text("principal"),
                text("service"),
                text("operation"),
                line["status"].as_u64().unwrap(),
                text("error"),
            )
        })
        .collect();
    let line = |principal: &str, service: &str, operation: &str, status: u64, error: &str| {
        let [principal, service, operation, error] =
            [principal, service, operation, error].map(str::to_owned);
        (principal, service, operation, status, error)
    };
    let root = "arn:aws:iam::123456789012:root";
    assert_eq!(
        seen,
        [
            line(root, "connect", "DescribeUser", 200, "-"),
            line(root, "connect", "UpdateUserIdentityInfo", 200, "-"),
            line(
                "-",
                "connect",
                "ListUsers",
                403,
                "MissingAuthenticationTokenException"
            ),
            line("-", "connect", "-", 404, "UnknownOperationException"),
            line("-", "-", "-", 200, "-"),
        ]
    );
    for personal in ["Quackenbush", "Wilhelmina", "wquack"] {
        assert!(!log.contains(personal), "{log}");
    }
}

#[test]
fn there_is_no_access_log_unless_it_is_asked_for() {
    let data = tempfile::tempdir().unwrap();
    let server = Server::start(data.path(), &DEMO);

    call(&server, data.path(), &["list-instances"]);

    let log = server.stop();
    assert!(lines(&log, "access").is_empty(), "{log}");
}

#[test]
fn a_start_is_told_in_a_log_of_json_and_to_tools() {
    let data = tempfile::tempdir().unwrap();
    let flags = [&DEMO[..], &["--metrics-listen", "127.0.0.1:0"]].concat();
    let server = Server::start(data.path(), &flags);
    let printed = server.printed.seen.clone();
    let log = server.stop();

    let told = [
        "Made the root access key ",
        "Metrics are at http://",
        "Roster listens on http://",
    ];
    for beginning in told {
        let line = printed.lines().find(|line| line.starts_with(beginning)).unwrap();
        assert_eq!(lines(&log, line).len(), 1, "{line} in {log}");
    }
}
