//! Moving house: a directory that goes to the other engine and back.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use roster_store_postgres::cluster;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::clients::{Access, Client, Which};
use crate::harness::{
    Finished, INSTANCE, MARY, Roster, Start, Wire, administer, audit, finish, identity_info_of, roster, user,
};

/// What has to move with the database.
const FILES: [&str; 2] = ["credentials", "secret.key"];

fn command(from: &str, to: &str) -> Command {
    let mut command = Command::new(roster());
    command
        .args(["copy", "--from", from, "--to", to])
        .env_clear()
        .current_dir("/");
    command
}

fn copy(from: &str, to: &str) -> Finished {
    finish(&mut command(from, to))
}

fn folder() -> (TempDir, String) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().to_str().expect("a path").to_owned();
    (folder, path)
}

/// Brings the files that a copy leaves to the administrator.
fn bring_files(from: &Path, to: &Path) {
    for file in FILES {
        fs::copy(from.join(file), to.join(file)).expect("a copy of a file");
    }
}

fn on_sqlite(data_dir: &Path) -> Roster {
    Start::with(&[]).start_again(data_dir)
}

fn on_postgresql(url: &str, data_dir: &Path) -> Roster {
    Start::with(&["--database", url, "--database-connections", "3"]).start_again(data_dir)
}

fn rename(wire: &Wire, last_name: &str) -> u16 {
    let body = json!({"IdentityInfo": {"FirstName": "Mary", "LastName": last_name}});
    wire.send("POST", &identity_info_of(INSTANCE, MARY), Some(&body))
        .status
}

/// All that a root can see through the API.
fn picture(server: &Roster) -> Vec<Value> {
    let wire = Wire::to(server);
    let mut picture = Vec::new();
    let instances = wire.send("GET", "/instance", None).json();
    for instance in instances["InstanceSummaryList"].as_array().expect("instances") {
        let instance = instance["Id"].as_str().expect("an id");
        for (path, list, one) in [
            ("users-summary", "UserSummaryList", "users"),
            (
                "security-profiles-summary",
                "SecurityProfileSummaryList",
                "security-profiles",
            ),
            (
                "routing-profiles-summary",
                "RoutingProfileSummaryList",
                "routing-profiles",
            ),
        ] {
            let listed = wire.send("GET", &format!("/{path}/{instance}"), None).json();
            for item in listed[list].as_array().expect("a list") {
                let id = item["Id"].as_str().expect("an id");
                let described = wire.send("GET", &format!("/{one}/{instance}/{id}"), None);
                picture.push(described.json());
            }
            picture.push(listed);
        }
    }
    picture.push(instances);
    picture
}

/// A client with the key of a user with the right to read.
fn with_ana(root: &mut dyn Client, access: &Access) -> Access {
    let policy = r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "connect:*", "Resource": "*"}}"#;
    let mut done = |operation: &str, input: Value| root.call(operation, &input).expect("a success").output;
    done("iam:CreateUser", json!({"UserName": "ana"}));
    done(
        "iam:PutUserPolicy",
        json!({"UserName": "ana", "PolicyName": "look", "PolicyDocument": policy}),
    );
    let made = done("iam:CreateAccessKey", json!({"UserName": "ana"}));
    let text = |name: &str| made["AccessKey"][name].as_str().expect("a text").to_owned();
    let mut ana = access.clone();
    (ana.key.id, ana.key.secret) = (text("AccessKeyId"), text("SecretAccessKey"));
    ana
}

/// Whether the key of a user works on a server.
fn is_known(server: &Roster, ana: &Access) -> bool {
    let mut wire = Wire::to(server);
    wire.key = ana.key.clone();
    wire.send("GET", &user(INSTANCE, MARY), None).status == 200
}

/// The names of events, newest first.
fn events(server: &Roster) -> Vec<String> {
    let mut client = Which::Boto3.connect(&Access::to(server));
    let found = client
        .call("cloudtrail:LookupEvents", &json!({}))
        .expect("a success");
    let events = found.output["Events"].as_array().expect("events").clone();
    let name = |event: &Value| event["EventName"].as_str().map(str::to_owned);
    events.iter().filter_map(name).collect()
}

/// The requests in an audit.
fn requests(records: &[Value]) -> Vec<Value> {
    records.iter().map(|record| record["RequestId"].clone()).collect()
}

fn verified(more: &[&str], data_dir: &Path) -> String {
    administer("audit verify", more, data_dir).printed()
}

#[test]
fn a_directory_moves_to_postgresql_and_back_with_all_it_holds() {
    let first = Roster::demo();
    assert_eq!(rename(&Wire::to(&first), "One"), 200);
    let access = Access::to(&first);
    let ana = with_ana(&mut *Which::Boto3.connect(&access), &access);
    let (pictured, first_events) = (picture(&first), events(&first));
    let first = first.stop_keeping_data();
    let first_path = first.data_dir().to_str().expect("a path").to_owned();
    let output = verified(&[], first.data_dir());
    let head = output.trim().rsplit(' ').next().expect("a head").to_owned();
    let url = cluster::place();

    // There.
    let copied = copy(&first_path, &url);
    assert_eq!(copied.code(), 0, "{copied:?}");
    for file in FILES {
        assert!(
            copied.stdout.contains(&format!("Copy {first_path}/{file}")),
            "{copied:?}"
        );
    }
    assert!(!copied.stdout.contains("DIFFERENT"), "{copied:?}");
    let (second_folder, _) = folder();
    bring_files(first.data_dir(), second_folder.path());
    let second = on_postgresql(&url, second_folder.path());
    assert_eq!(picture(&second), pictured);
    assert_eq!(events(&second), first_events);
    assert!(is_known(&second, &ana));
    assert_eq!(rename(&Wire::to(&second), "Two"), 200);
    let (pictured, second_events) = (picture(&second), events(&second));
    assert_eq!(second_events[1..], first_events);
    assert_eq!(second.stop().code(), 0);
    verified(&["--database", &url, "--head", &head], Path::new("/nonexistent"));

    // And back.
    let (third_folder, third_path) = folder();
    let copied = copy(&url, &format!("sqlite://{third_path}"));
    assert_eq!(copied.code(), 0, "{copied:?}");
    bring_files(first.data_dir(), third_folder.path());
    let third = on_sqlite(third_folder.path());
    assert_eq!(picture(&third), pictured);
    assert_eq!(events(&third), second_events);
    assert!(is_known(&third, &ana));
    assert_eq!(rename(&Wire::to(&third), "Three"), 200);
    assert_eq!(events(&third)[1..], second_events);
    assert_eq!(third.stop().code(), 0);
    verified(&["--head", &head], third_folder.path());

    // What was done in all three places is in order.
    let records = audit(third_folder.path());
    let names: Vec<_> = records.iter().map(|record| &record["Operation"]).collect();
    let update = json!("UpdateUserIdentityInfo");
    assert_eq!(names.last(), Some(&&update));
    assert_eq!(names.iter().filter(|name| **name == &update).count(), 3);
    let before = requests(&audit(first.data_dir()));
    assert_eq!(requests(&records)[..before.len()], before);
}

#[test]
fn a_copy_that_is_killed_goes_on() {
    let server = Roster::demo();
    assert_eq!(rename(&Wire::to(&server), "One"), 200);
    let remains = server.stop_keeping_data();
    let data_dir = remains.data_dir().to_str().expect("a path");
    let source = cluster::place();
    assert_eq!(copy(data_dir, &source).code(), 0);

    let mut killed = 0;
    for lines in [1, 2, 4, 6, 8, 10, 12] {
        for from in [data_dir, &source] {
            let (_folder, path) = folder();
            for to in [cluster::place(), path] {
                if is_killed_behind(&mut command(from, &to), lines) {
                    killed += 1;
                    let again = copy(from, &to);
                    assert_eq!(again.code(), 0, "{again:?}");
                    assert!(again.stdout.contains("The copy is finished"), "{again:?}");
                }
            }
        }
    }
    assert!(killed > 7, "only {killed} were killed");
}

/// Kills a command after so many lines of its progress; returns whether that was before its end.
fn is_killed_behind(command: &mut Command, lines: usize) -> bool {
    let mut child = command
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("a process");
    let said = BufReader::new(child.stderr.take().expect("a pipe"));
    assert_eq!(said.lines().take(lines).count(), lines);
    child.kill().expect("an end");
    !child.wait().expect("an end").success()
}

#[test]
fn what_is_done_while_a_served_directory_is_copied_is_brought_by_the_last_run() {
    let server = Roster::demo();
    let from = server.data_dir().to_str().expect("a path").to_owned();
    let url = cluster::place();

    let first = finish(command(&from, &url).arg("--more-to-come"));
    assert!(first.printed().contains("waits for another"));
    assert_eq!(rename(&Wire::to(&server), "Late"), 200);
    let pictured = picture(&server);
    let remains = server.stop_keeping_data();
    assert_eq!(copy(&from, &url).code(), 0);

    let server = on_postgresql(&url, remains.data_dir());
    assert_eq!(picture(&server), pictured);
}

#[test]
fn a_target_on_which_a_server_was_only_started_is_copied_into() {
    let server = Roster::demo();
    let pictured = picture(&server);
    let remains = server.stop_keeping_data();
    let from = remains.data_dir().to_str().expect("a path");
    let (other_folder, other) = folder();
    let third_folder = folder().0;
    let url = cluster::place();
    // A server writes the fingerprint of its master key, here of another than that of the source.
    assert_eq!(on_postgresql(&url, third_folder.path()).stop().code(), 0);
    assert_eq!(on_sqlite(other_folder.path()).stop().code(), 0);

    for to in [&url, &other] {
        assert_eq!(copy(from, to).code(), 0);
    }

    let server = on_postgresql(&url, remains.data_dir());
    assert_eq!(picture(&server), pictured);
    bring_files(remains.data_dir(), other_folder.path());
    assert_eq!(picture(&on_sqlite(other_folder.path())), pictured);
}

/// What is said when a copy is refused.
fn refusal(from: &str, to: &str) -> String {
    let refused = copy(from, to);
    assert_ne!(refused.code(), 0, "{refused:?}");
    assert_eq!(refused.stdout, "");
    assert!(!refused.stderr.contains("secret"), "{refused:?}");
    refused.stderr
}

#[test]
fn what_cannot_be_copied_is_refused_with_the_reason() {
    let (server, other) = (Roster::demo(), Roster::demo());
    let from = server.data_dir().to_str().expect("a path");
    let other = other.stop_keeping_data();
    let other = other.data_dir().to_str().expect("a path");
    let (_folder, empty) = folder();
    let postgres = cluster::place();

    for (from, to, reason) in [
        (from, other, "the target is not empty"),
        (other, from, "--to: .*another roster is using it"),
        (from, from, "--from and --to are the same"),
        (&empty, &postgres, "--from: .*roster.db is not there"),
        (&postgres, &empty, "--from: .*it has no records"),
        (
            from,
            "mysql://ana:secret@host/roster",
            "--to: it must start with postgres:// or sqlite://",
        ),
        ("sqlite://", &empty, "--from: it names no file"),
        (
            from,
            "postgres://ana:secret@localhost/roster?sslmode=maybe",
            "--to: .*sslmode is disable",
        ),
        (
            from,
            "postgres://ana:secret@127.0.0.1:1/roster",
            "--to: .*cannot be reached",
        ),
    ] {
        let said = refusal(from, to);
        let (begin, end) = reason.split_once(".*").unwrap_or(("", reason));
        assert!(said.contains(begin) && said.contains(end), "{said}");
    }
    assert_eq!(fs::read_dir(&empty).expect("a folder").count(), 0);
}

#[test]
fn a_copy_says_that_its_source_is_still_served() {
    let server = Roster::demo();
    let from = server.data_dir().to_str().expect("a path");
    let (_folder, to) = folder();

    let copied = copy(from, &to);

    let said = copied.printed();
    assert!(said.contains("A server is still running on"), "{said}");
}
