//! The audit, as AWS's own tools read it.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use roster_e2e::places;
use roster_store_postgres::cluster;
use serde_json::{Value, json};

use crate::clients::{Access, Which};
use crate::harness::{INSTANCE, MARY, Roster, Start, Wire, administer, finish, identity_info_of, roster};

fn update(wire: &Wire, last_name: &str) {
    let body = json!({"IdentityInfo": {"FirstName": "Mary", "LastName": last_name}});
    let answer = wire.send("POST", &identity_info_of(INSTANCE, MARY), Some(&body));
    assert_eq!(answer.status, 200);
}

fn by_name(name: &str) -> Value {
    json!({"LookupAttributes": [{"AttributeKey": "EventName", "AttributeValue": name}]})
}

#[test]
fn pythons_clients_look_up_what_was_done() {
    let server = Roster::demo();
    update(&Wire::to(&server), "Major");
    for which in [Which::Boto3, Which::CliV1, Which::CliV2] {
        let mut client = which.connect(&Access::to(&server));

        let found = client.call("cloudtrail:LookupEvents", &by_name("UpdateUserIdentityInfo"));

        let output = found.expect("a success").output;
        let [event] = &output["Events"].as_array().expect("events")[..] else {
            panic!("{which:?}: {output}");
        };
        assert_eq!(event["Username"], "root", "{which:?}");
        assert_eq!(event["ReadOnly"], "false");
        assert_eq!(event["Resources"][0]["ResourceType"], "AWS::Connect::User");
        assert!(event["EventTime"].is_f64(), "{which:?}: {event}");
        let record = event["CloudTrailEvent"].as_str().expect("a text");
        let record: Value = serde_json::from_str(record).expect("JSON");
        assert_eq!(record["requestParameters"]["UserId"], MARY);
        assert_eq!(
            record["requestParameters"]["IdentityInfo"],
            json!({"FirstName": "***", "LastName": "***"})
        );
    }
}

#[test]
fn boto3_pages_through_events_and_raises_cloudtrails_exceptions() {
    let server = Roster::demo();
    let wire = Wire::to(&server);
    (0..5).for_each(|number| update(&wire, &format!("Number {number}")));
    let mut client = Which::Boto3.connect(&Access::to(&server));

    let pages = client.pages("cloudtrail:LookupEvents", &by_name("UpdateUserIdentityInfo"), 2);
    let refusal = client.call("cloudtrail:LookupEvents", &json!({"MaxResults": 51}));

    let lengths: Vec<_> = pages
        .iter()
        .map(|page| page["Events"].as_array().map(Vec::len))
        .collect();
    assert_eq!(lengths.iter().flatten().sum::<usize>(), 5, "{lengths:?}");
    assert!(
        lengths
            .iter()
            .all(|length| length.is_some_and(|length| length <= 2))
    );
    let refusal = refusal.expect_err("a refusal");
    assert_eq!(refusal.class.as_deref(), Some("InvalidMaxResultsException"));
    assert_eq!(refusal.status, Some(400));
}

#[test]
fn an_export_is_read_by_python_line_by_line_and_holds_no_values_that_changed() {
    let server = Roster::demo();
    update(&Wire::to(&server), "Quackenbush");
    let export = |more: &[&str]| administer("audit export", more, server.data_dir()).printed();

    let records = export(&[]);

    let file = server.data_dir().join("export.json");
    std::fs::write(&file, &records).expect("a file");
    let script = "import json, sys; print([json.loads(line)['eventName'] for line in open(sys.argv[1])][-1])";
    let python = places::venv().expect("a virtual environment").join("bin/python");
    let named = finish(Command::new(python).args(["-c", script]).arg(&file)).printed();
    assert_eq!(named, "UpdateUserIdentityInfo\n");
    assert!(!records.contains("Quackenbush"), "{records}");
    let own = export(&["--format", "jsonl"]);
    assert!(own.contains("\"After\":\"Quackenbush\""), "{own}");
    assert_eq!(export(&["--since", "1h"]), records);
    assert_eq!(export(&["--until", "1h"]), "");
    assert_eq!(export(&["--since", "2100-01-01T00:00:00Z"]), "");
}

#[test]
fn an_export_follows_a_server_at_work() {
    follow(&[]);
}

#[test]
fn an_export_follows_the_servers_of_a_database_at_work() {
    follow(&["--database", &cluster::place()]);
}

fn follow(records: &[&str]) {
    let server = Start::with(&[&["--demo"], records].concat()).start();
    let wire = Wire::to(&server);
    let mut follower = Command::new(roster())
        .args(["audit", "export", "--follow", "--data-dir"])
        .arg(server.data_dir())
        .args(records)
        .stdout(Stdio::piped())
        .spawn()
        .expect("a follower");
    let mut lines = BufReader::new(follower.stdout.take().expect("a pipe")).lines();
    let mut next = || {
        let line = lines.next().expect("a line").expect("text");
        serde_json::from_str::<Value>(&line).expect("JSON")["eventName"].take()
    };

    assert_eq!(next(), "Unknown", "the demonstration's own record");
    for last_name in ["One", "Two"] {
        update(&wire, last_name);
        assert_eq!(next(), "UpdateUserIdentityInfo");
    }

    follower.kill().expect("it runs");
    follower.wait().expect("it ends");
}
