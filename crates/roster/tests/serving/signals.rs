//! Signals that a server gets: what it takes up, how it stops, and what ends nothing.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::os::unix::ffi::OsStrExt as _;
use std::path::Path;
use std::process::{Command, Output};

use rustix::process::Signal;
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use serde_json::Value;
use tempfile::TempDir;

use crate::server::{ROSTER, Server, printed, serve, started};

const READY: &str = "/_roster/health/ready";

fn data_dir() -> TempDir {
    tempfile::tempdir().unwrap()
}

/// Lists the instances with the root access key of a profile.
fn list_instances(server: &Server, credentials: &Path, profile: &str) -> Output {
    Command::new(ROSTER)
        .args([
            "connect",
            "list-instances",
            "--region",
            "us-east-1",
            "--endpoint-url",
        ])
        .arg(&server.endpoint)
        .args(["--profile", profile])
        .env_clear()
        .env("HOME", credentials.parent().unwrap())
        .env("AWS_SHARED_CREDENTIALS_FILE", credentials)
        .env("AWS_MAX_ATTEMPTS", "1")
        .env("AWS_EC2_METADATA_DISABLED", "true")
        .output()
        .unwrap()
}

fn is_known(server: &Server, credentials: &Path, profile: &str) -> bool {
    let output = list_instances(server, credentials, profile);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success() || said.contains("UnrecognizedClientException"),
        "{said}"
    );
    output.status.success()
}

#[test]
fn sighup_takes_up_the_root_access_keys() {
    let folder = data_dir();
    let credentials = folder.path().join("credentials");
    let old = folder.path().join("old-credentials");
    let mut server = Server::start(folder.path(), &[]);
    fs::copy(&credentials, &old).unwrap();
    let said = printed("account rotate 123456789012 --overlap 0s", folder.path());
    assert!(said.contains("Send SIGHUP to the running server"), "{said}");
    printed("account create 210987654321", folder.path());
    assert!(is_known(&server, &old, "default"));
    assert!(!is_known(&server, &credentials, "default"));
    assert!(!is_known(&server, &credentials, "210987654321"));

    server.signal(Signal::HUP);

    let line = server.until_it_logs("reloaded ");
    let expected = format!("the root access keys of {} (2)", credentials.display());
    assert!(line.contains(&expected), "{line}");
    assert!(!is_known(&server, &old, "default"));
    assert!(is_known(&server, &credentials, "default"));
    assert!(is_known(&server, &credentials, "210987654321"));
    server.stop();
}

#[test]
fn a_reload_that_fails_changes_nothing_and_says_what_to_do() {
    let folder = data_dir();
    let credentials = folder.path().join("credentials");
    let (good, settings) = (folder.path().join("good"), folder.path().join("roster.toml"));
    fs::write(&settings, "log-level = \"info\"\n").unwrap();
    let mut server = Server::start(folder.path(), &[]);
    fs::copy(&credentials, &good).unwrap();
    let mut until_it_refuses = |words: &[&str]| {
        server.signal(Signal::HUP);
        let line = server.until_it_logs("nothing was reloaded");
        assert!(line.contains("ERROR"), "{line}");
        for word in words.iter().chain(&["repair it, and send SIGHUP again"]) {
            assert!(line.contains(word), "{word} is not in {line}");
        }
        assert!(is_known(&server, &good, "default"));
    };

    fs::write(&credentials, "[default]\naws_access_key_id = AKIA\n").unwrap();
    until_it_refuses(&[credentials.to_str().unwrap(), "aws_account_id"]);
    fs::remove_file(&credentials).unwrap();
    until_it_refuses(&[credentials.to_str().unwrap(), "is missing", "put it back"]);
    assert!(!credentials.exists(), "no new key is made");
    fs::copy(&good, &credentials).unwrap();
    fs::write(&settings, "log-level = \"loud\"\n").unwrap();
    until_it_refuses(&["invalid value 'loud' for '--log-level", "info, debug"]);
    fs::write(&settings, "log-level = ").unwrap();
    until_it_refuses(&["roster.toml is not TOML: line 1: "]);
    server.stop();
}

#[test]
fn sighup_takes_up_the_log_level_and_names_the_settings_that_need_a_restart() {
    let folder = data_dir();
    let settings = folder.path().join("roster.toml");
    fs::write(&settings, "log-level = \"warn\"\n").unwrap();
    let mut server = Server::start(folder.path(), &[]);
    let credentials = folder.path().join("credentials");
    assert!(is_known(&server, &credentials, "default"));

    fs::write(
        &settings,
        "log-level = \"debug\"\nquotas = \"aws\"\ndemo = true\n",
    )
    .unwrap();
    server.signal(Signal::HUP);

    let line = server.until_it_logs("reloaded ");
    assert!(line.ends_with(", log-level (debug)"), "{line}");
    let line = server.until_it_logs("need a restart");
    assert!(line.ends_with(": demo, quotas"), "{line}");
    assert!(!server.log.seen.contains("answered"), "{}", server.log.seen);
    assert!(is_known(&server, &credentials, "default"));
    server.until_it_logs("answered");
    fs::write(&settings, "log-level = \"error\"\n").unwrap();
    server.signal(Signal::HUP);
    let line = server.until_it_logs("reloaded ");
    assert!(line.ends_with(", log-level (error)"), "{line}");
    assert!(is_known(&server, &credentials, "default"));
    let said = server.stop();
    assert!(said.ends_with(&format!("{line}\n")), "{said}");
}

#[test]
fn sigterm_lets_load_balancers_see_the_end_before_it_comes() {
    let folder = data_dir();
    let mut server = Server::start(folder.path(), &["--shutdown-delay", "1h"]);
    assert_eq!(server.get(READY, "").0, 200);

    server.signal(Signal::TERM);

    server.until_it_logs("stopping: health answers 503");
    for path in [READY, "/_roster/health"] {
        let (status, answer) = server.get(path, "");
        assert_eq!(status, 503);
        assert!(answer.contains("\"status\":\"stopping\""), "{answer}");
    }
    assert_eq!(server.get("/_roster/health/live", "").0, 200);
    assert!(is_known(&server, &folder.path().join("credentials"), "default"));
    server.signal(Signal::TERM);
    let (said, status) = server.ended();
    assert!(status.success());
    assert!(said.ends_with("stopped cause=\"SIGTERM\"\n"), "{said}");
}

#[test]
fn a_delay_that_has_passed_ends_the_server() {
    let folder = data_dir();
    let server = Server::start(folder.path(), &["--shutdown-delay", "1s"]);

    server.signal(Signal::INT);

    let (said, status) = server.ended();
    assert!(status.success());
    assert!(said.contains("for 1 more seconds"), "{said}");
    assert!(said.ends_with("stopped cause=\"SIGINT\"\n"), "{said}");
}

#[test]
fn no_other_signal_ends_a_server() {
    let folder = data_dir();
    let mut server = Server::start(folder.path(), &[]);

    for (signal, name) in [(Signal::USR1, "SIGUSR1"), (Signal::USR2, "SIGUSR2")] {
        server.signal(signal);
        server.until_it_logs(&format!("{name} has no effect on a server"));
    }
    server.signal(Signal::PIPE);

    assert_eq!(server.get(READY, "").0, 200);
    server.signal(Signal::QUIT);
    let (said, status) = server.ended();
    assert!(status.success());
    assert!(said.ends_with("stopped cause=\"SIGQUIT\"\n"), "{said}");
}

#[test]
fn a_server_does_not_outlive_the_terminal_that_it_was_started_in() {
    let folder = data_dir();
    let terminal = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC).unwrap();
    grantpt(&terminal).unwrap();
    unlockpt(&terminal).unwrap();
    let name = ptsname(&terminal, Vec::new()).unwrap();
    let other_end = File::options()
        .write(true)
        .open(OsStr::from_bytes(name.to_bytes()));
    let mut command = serve(folder.path(), &[]);
    command.stderr(other_end.unwrap());
    let server = started(command).unwrap();

    drop(terminal);
    server.signal(Signal::HUP);

    assert!(server.ended().1.success());
}

#[test]
fn a_log_that_is_not_read_any_more_ends_nothing() {
    let folder = data_dir();
    let mut command = serve(folder.path(), &["--log-level", "debug"]);
    let (reader, writer) = std::io::pipe().unwrap();
    command.stderr(writer);
    let server = started(command).unwrap();
    drop(reader);

    let credentials = folder.path().join("credentials");
    for _ in 0..3 {
        assert!(is_known(&server, &credentials, "default"));
    }

    server.signal(Signal::TERM);
    assert!(server.ended().1.success());
}

#[test]
fn the_last_line_says_why_a_server_ended_in_json_too() {
    let folder = data_dir();
    let last = |said: &str| -> Value { serde_json::from_str(said.lines().last().unwrap()).unwrap() };
    let server = Server::start(folder.path(), &["--log-format", "json"]);
    let stopped = last(&server.stop());
    assert_eq!(stopped["message"], "stopped");
    assert_eq!(stopped["cause"], "SIGTERM");
    fs::write(folder.path().join("secret.key"), "ab".repeat(32)).unwrap();

    let refused = started(serve(folder.path(), &["--log-format", "json"]))
        .err()
        .unwrap();

    let line = last(&refused);
    assert_eq!(line["level"], "ERROR");
    assert!(line["message"].as_str().unwrap().contains("secret.key"), "{line}");
}
