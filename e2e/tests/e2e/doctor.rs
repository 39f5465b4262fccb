//! `roster doctor`: what is right and wrong with what a server needs.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

use roster_store_postgres::cluster;
use serde_json::Value;

use crate::harness::{Finished, Roster, Start, finish, roster};

fn doctor(arguments: &[&str], data_dir: &Path) -> Finished {
    finish(
        Command::new(roster())
            .arg("doctor")
            .args(arguments)
            .arg("--data-dir")
            .arg(data_dir)
            .env_clear()
            .current_dir("/"),
    )
}

/// Closes a data directory to all but its owner.
fn close(data_dir: &Path) {
    fs::set_permissions(data_dir, Permissions::from_mode(0o700)).expect("a mode");
}

/// The lines of a check, each a state and a message in which the data directory is `DIR`.
fn of(check: &str, examined: &Finished, data_dir: &Path) -> Vec<String> {
    let text = examined.stdout.replace(data_dir.to_str().expect("a path"), "DIR");
    let lines = text.lines().filter_map(|line| {
        let (state, rest) = line.split_once(' ')?;
        let message = rest.trim_start().strip_prefix(check)?.trim_start();
        Some(format!("{state}: {message}"))
    });
    lines.collect()
}

#[test]
fn a_server_that_is_backed_up_and_witnessed_lacks_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let place = |name: &str| folder.path().join(name).to_str().expect("a path").to_owned();
    let (witness, backups) = (place("heads"), place("backups"));
    let server = Start::with(&["--demo", "--audit-witness", &witness]).start();
    let data_dir = server.data_dir().to_owned();
    close(&data_dir);
    finish(
        Command::new(roster())
            .args(["backup", &backups, "--data-dir"])
            .arg(&data_dir)
            .env_clear(),
    )
    .printed();
    let address = server.address().to_owned();
    let remains = server.stop_keeping_data();
    let settings = ["--audit-witness", &witness, "--backups", &backups];

    let examined = doctor(&settings, &data_dir);

    assert_eq!(examined.code(), 2, "{examined:?}");
    assert_eq!(
        of("server", &examined, &data_dir),
        ["warning: no server runs on DIR: start it with `roster serve`"]
    );
    let server = Start::with(&["--audit-witness", &witness]).start_again(remains.data_dir());
    let examined = doctor(&settings, &data_dir);
    assert_eq!(examined.code(), 0, "{examined:?}");
    assert_ne!(server.address(), address);
    assert_eq!(
        of("server", &examined, &data_dir),
        [format!(
            "ok: a server on DIR listens on http://{}",
            server.address()
        )]
    );
    assert_eq!(
        of("records", &examined, &data_dir)[0],
        "ok: the records are in sqlite, and this version reads them"
    );
    let json = doctor(&[&settings[..], &["--json"]].concat(), &data_dir).printed();
    let findings: Vec<Value> = serde_json::from_str(&json).expect("JSON");
    assert_eq!(findings.len(), examined.stdout.lines().count());
    assert!(findings.iter().all(|finding| finding["State"] == "ok"), "{json}");
}

#[test]
fn what_is_wrong_with_a_directory_is_said_with_what_to_do() {
    let remains = Roster::demo().stop_keeping_data();
    let data_dir = remains.data_dir();
    close(data_dir);
    fs::set_permissions(data_dir.join("credentials"), Permissions::from_mode(0o644)).expect("a mode");
    let other_key = "00".repeat(32);
    fs::write(data_dir.join("secret.key"), format!("{other_key}\n")).expect("another key");

    let examined = doctor(&[], data_dir);

    assert_eq!(examined.code(), 1);
    assert_eq!(
        of("files", &examined, data_dir),
        [
            "warning: others than its owner can read or write DIR/credentials (mode 0644): chmod 600 DIR/credentials"
        ]
    );
    let records = of("records", &examined, data_dir);
    assert!(
        records[1].starts_with("failure: DIR/secret.key holds ")
            && records[1].ends_with("restore that file, as without it no access key of a user works"),
        "{records:?}"
    );
    assert!(!examined.stdout.contains(&other_key));

    let tls = ["--tls", "self-signed"];
    assert_eq!(
        of("certificate", &doctor(&tls, data_dir), data_dir),
        ["failure: cannot read DIR/server.pem: I/O error: No such file or directory (os error 2)"]
    );
    fs::rename(data_dir.join("roster.db"), data_dir.join("old.db")).expect("another name");
    let examined = doctor(&[], data_dir);
    assert_eq!(examined.code(), 1);
    assert_eq!(
        of("records", &examined, data_dir),
        [
            "failure: DIR/roster.db is not there, and the last start had the records in it: restore it, or give its name to one of \
          DIR/old.db; to begin anew, remove DIR/engine"
        ]
    );
    assert!(!data_dir.join("roster.db").exists(), "nothing is made");
}

#[test]
fn a_directory_that_is_not_there_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let data_dir = folder.path().join("none");

    let examined = doctor(&[], &data_dir);

    assert_eq!(examined.code(), 1);
    assert_eq!(
        examined.stderr,
        format!(
            "roster: {} is not there: name the data directory of the server with --data-dir, or start a server, which makes it\n",
            data_dir.display()
        )
    );
}

#[test]
fn on_postgresql_the_settings_of_the_database_are_examined() {
    let url = cluster::place();
    let server = Start::with(&["--demo", "--database", &url]).start();

    let examined = doctor(&["--database", &url], server.data_dir());

    let found = of("postgresql", &examined, server.data_dir());
    assert!(
        found
            .iter()
            .any(|line| line.starts_with("warning: archive_mode is off")),
        "{examined:?}"
    );
    let records = of("records", &examined, server.data_dir());
    assert_eq!(
        records[0],
        "ok: the records are in postgresql, and this version reads them"
    );
    let audit = of("audit", &examined, server.data_dir());
    assert!(audit[0].starts_with("ok: its head is "), "{audit:?}");
    assert_eq!(of("backups", &examined, server.data_dir()), Vec::<String>::new());
}

#[test]
fn the_health_of_a_server_is_printed_until_it_stops() {
    for tls in [&[][..], &["--tls", "self-signed"]] {
        let server = Start::with(&[&["--demo"], tls].concat()).start();
        let health = |data_dir: &Path| {
            finish(
                Command::new(roster())
                    .args(["health", "--data-dir"])
                    .arg(data_dir)
                    .env_clear()
                    .env("HTTP_PROXY", "http://127.0.0.1:1")
                    .env("HTTPS_PROXY", "http://127.0.0.1:1"),
            )
        };

        let printed = health(server.data_dir()).printed();

        assert!(printed.starts_with("{\"status\":\"ok\""), "{printed}");
        let remains = server.stop_keeping_data();
        let refused = health(remains.data_dir());
        assert_eq!(refused.code(), 1);
        let expected = format!("roster: no server runs on {}\n", remains.data_dir().display());
        assert_eq!(refused.stderr, expected);
    }
}

#[test]
fn a_certificate_is_examined_with_its_expiry() {
    let tls = ["--tls", "self-signed"];
    let server = Start::with(&tls).start();

    let examined = doctor(&tls, server.data_dir());

    let found = of("certificate", &examined, server.data_dir());
    assert!(
        found[0].starts_with("ok: DIR/server.pem expires on 20"),
        "{examined:?}"
    );
    let exposed = doctor(&["--listen", "0.0.0.0:0"], server.data_dir());
    let found = of("certificate", &exposed, server.data_dir());
    assert!(
        found[0].starts_with("warning: a server on 0.0.0.0:0 has none"),
        "{exposed:?}"
    );
}
