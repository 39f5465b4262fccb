//! Servers that keep their records in PostgreSQL: several at once, and checked from outside.

mod disk_full;
mod failover;
mod faults;
mod load;

use std::fs;
use std::path::Path;
use std::time::Instant;

use roster_store_postgres::cluster;
use serde_json::{Value, json};

use crate::audit_trail::assert_last_update;
use crate::harness::{
    Answer, Connection, Finished, INSTANCE, MARY, PATIENCE, RawRequest, Remains, Roster, Start, Wire,
    administer, identity_info_of,
};

fn try_update(wire: &Wire, last_name: &str) -> Answer {
    let body = json!({"IdentityInfo": {"FirstName": "Mary", "LastName": last_name}});
    wire.send("POST", &identity_info_of(INSTANCE, MARY), Some(&body))
}

fn update(wire: &Wire, last_name: &str) -> u16 {
    try_update(wire, last_name).status
}

/// Updates again and again, until the server can.
fn update_at_last(wire: &Wire, last_name: &str) {
    let start = Instant::now();
    while update(wire, last_name) != 200 {
        assert!(start.elapsed() < PATIENCE, "never {last_name:?}");
    }
}

fn last_name(wire: &Wire) -> String {
    let answer = wire.send("GET", &format!("/users/{INSTANCE}/{MARY}"), None);
    let user = answer.json();
    let name = user["User"]["IdentityInfo"]["LastName"].as_str();
    name.expect("a name").to_owned()
}

/// One connection writes, so that there is one chain for each start.
const FEW: [&str; 2] = ["--database-connections", "3"];

fn on(url: &str, more: &[&str]) -> Start {
    Start::with(&[&["--database", url], &FEW, more].concat())
}

/// A server with the demonstration.
fn demo(url: &str) -> Roster {
    on(url, &["--demo"]).start()
}

/// How long a server waits for its database that is to refuse soon.
const BRIEFLY: [&str; 2] = ["--database-timeout", "3"];

/// A server that waits briefly, on what one that had more time has made; and where that is.
fn impatient(url: &str) -> (Roster, Remains) {
    let made = demo(url).stop_keeping_data();
    let server = on(url, &BRIEFLY).start_again(made.data_dir());
    (server, made)
}

/// Another server of the same directory, with the same keys.
fn beside(server: &Roster, url: &str, more: &[&str]) -> Roster {
    let folder = server.data_dir().join("second");
    fs::create_dir(&folder).expect("a folder");
    for file in ["credentials", "secret.key"] {
        fs::copy(server.data_dir().join(file), folder.join(file)).expect("a copy");
    }
    on(url, more).start_again(&folder)
}

/// All audit records of a database, oldest first.
fn audit(url: &str) -> Vec<Value> {
    let listed = administer(
        "audit list",
        &["--database", url, "--format", "json"],
        Path::new("/nonexistent"),
    );
    let records = listed.printed();
    let records = records.lines().map(serde_json::from_str);
    records.collect::<Result<_, _>>().expect("records in JSON")
}

/// What a server says of its health.
fn health(server: &Roster) -> (u16, Value) {
    let request = RawRequest {
        method: "GET".to_owned(),
        target: "/_roster/health".to_owned(),
        headers: vec![("host".to_owned(), server.address().to_owned())],
        body: Vec::new(),
    };
    let mut connection = Connection::to(server.address()).expect("a connection");
    let answer = connection.send(&request).expect("an answer");
    (answer.status, answer.json()["status"].clone())
}

/// Waits until a server says this of its health.
fn until_health_is(server: &Roster, status: u16) {
    let start = Instant::now();
    while health(server).0 != status {
        assert!(start.elapsed() < PATIENCE, "never {status}");
    }
}

fn verify(url: &str, more: &[&str]) -> Finished {
    let more = [&["--database", url], more].concat();
    administer("audit verify", &more, Path::new("/nonexistent"))
}

#[test]
fn the_table_of_the_audit_shows_the_last_records_of_all_servers() {
    let url = cluster::place();
    let first = demo(&url);
    let second = beside(&first, &url, &[]);
    assert_eq!(update(&Wire::to(&first), "Minor"), 200);
    assert_eq!(update(&Wire::to(&second), "Major"), 200);

    let flags = ["--database", &url, "--limit", "1"];
    let table = administer("audit list", &flags, Path::new("/nonexistent")).printed();

    assert_last_update(&table, "Minor", "Major");
}

#[test]
fn two_servers_on_one_database_are_one_directory() {
    let url = cluster::place();
    let first = demo(&url);
    let second = beside(&first, &url, &[]);
    let wires = [Wire::to(&first), Wire::to(&second)];

    for (turn, name) in ["One", "Two", "Three", "Four"].into_iter().enumerate() {
        assert_eq!(update(&wires[turn % 2], name), 200);
        assert_eq!(last_name(&wires[(turn + 1) % 2]), name);
    }

    assert_eq!(audit(&url).len(), 5);
    let output = verify(&url, &[]).printed();
    assert!(
        output.starts_with("The chains hold: 5 records in 2 chains, "),
        "{output}"
    );
}

#[test]
fn a_server_that_is_killed_leaves_a_chain_that_holds() {
    let url = cluster::place();
    let server = demo(&url);
    assert_eq!(update(&Wire::to(&server), "One"), 200);
    let remains = server.kill();

    let server = on(&url, &[]).start_again(remains.data_dir());
    let wire = Wire::to(&server);
    assert_eq!(last_name(&wire), "One");
    assert_eq!(update(&wire, "Two"), 200);

    let output = verify(&url, &[]).printed();
    assert!(
        output.starts_with("The chains hold: 3 records in 2 chains, "),
        "{output}"
    );
}

/// What the check says after an edit behind the server's back.
fn found_after(sql: &str) -> String {
    let url = cluster::place();
    let server = demo(&url);
    let wire = Wire::to(&server);
    for name in ["One", "Two", "Three"] {
        assert_eq!(update(&wire, name), 200);
    }
    assert_eq!(server.stop().code(), 0);
    let before = verify(&url, &[]).printed();
    assert!(
        before.starts_with("The chains hold: 4 records in 1 chain, "),
        "{before}"
    );

    cluster::sql(&url, sql);

    let after = verify(&url, &[]);
    assert_eq!(after.code(), 1, "{after:?}");
    after.stdout
}

#[test]
fn a_record_that_was_edited_is_found_in_postgresql() {
    let output = found_after("UPDATE audit SET body = '{}' WHERE sequence = 2 AND chain <> 'register'");
    assert!(output.contains("record 2 is not what was written"), "{output}");
}

#[test]
fn a_personal_value_that_was_edited_is_found_in_postgresql() {
    let output = found_after(
        "UPDATE audit SET personal = overlay(personal placing 'Two' from position('Three' in personal)) \
         WHERE sequence = 4 AND chain <> 'register'",
    );
    assert!(
        output.contains("the personal values of record 4 are not what was written"),
        "{output}"
    );
}

#[test]
fn personal_values_that_are_gone_without_an_erasure_are_missed_in_postgresql() {
    let output = found_after("UPDATE audit SET personal = NULL WHERE sequence = 4 AND chain <> 'register'");
    assert!(
        output.contains("record 4 has lost its personal values without an erasure"),
        "{output}"
    );
}

#[test]
fn a_record_that_was_dropped_is_found_in_postgresql() {
    let output = found_after("DELETE FROM audit WHERE sequence = 2 AND chain <> 'register'");
    assert!(output.contains("record 2 is missing"), "{output}");
}

#[test]
fn an_end_that_was_cut_off_is_found_in_postgresql() {
    let output = found_after("DELETE FROM audit WHERE sequence = 4 AND chain <> 'register'");
    assert!(output.contains("the chain ends with record 3"), "{output}");
}

#[test]
fn a_whole_chain_that_was_dropped_is_found() {
    let output = found_after(
        "DELETE FROM audit WHERE chain <> 'register'; DELETE FROM audit_chain WHERE chain <> 'register'",
    );
    assert!(output.contains("it was begun, and is not there"), "{output}");
}

#[test]
fn a_chain_that_was_cut_and_its_end_with_it_is_found() {
    let output = found_after(
        "DELETE FROM audit WHERE sequence = 4 AND chain <> 'register'; \
         UPDATE audit_chain SET sequence = 3, hash = a.hash FROM audit AS a \
         WHERE a.chain = audit_chain.chain AND a.sequence = 3 AND a.chain <> 'register'",
    );
    assert!(output.contains("was left at record 4"), "{output}");
}

#[test]
fn a_server_says_so_when_it_cannot_reach_its_database() {
    // Somebody whom the database can be output to refuse.
    let url = cluster::place();
    let role = url.rsplit('=').next().expect("a name of its own").to_owned();
    let schema = &role;
    cluster::sql(
        &url,
        &format!("CREATE ROLE {role} LOGIN; GRANT ALL ON SCHEMA {schema} TO {role}"),
    );
    let theirs = url.replacen("roster@", &format!("{role}@"), 1);
    let (server, _made) = impatient(&theirs);
    let wire = Wire::to(&server);
    let health = || health(&server);
    assert_eq!(health(), (200, json!("ok")));

    cluster::sql(&url, &format!("ALTER ROLE {role} NOLOGIN"));
    cluster::cut(&url);
    assert_eq!(update(&wire, "Lost"), 500);
    assert_eq!(health(), (503, json!("unavailable")));

    cluster::sql(&url, &format!("ALTER ROLE {role} LOGIN"));
    assert_eq!(update(&wire, "Back"), 200);
    assert_eq!(health(), (200, json!("ok")));
    assert_eq!(last_name(&wire), "Back");
}
