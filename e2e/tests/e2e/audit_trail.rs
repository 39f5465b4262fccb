//! The audit: what it shows, and that every change of it is found.

use std::path::Path;

use rusqlite::Connection;
use serde_json::{Value, json};

use crate::harness::{
    Finished, INSTANCE, MARY, Remains, Roster, Start, Wire, administer, identity_info_of, user,
};

fn update(wire: &Wire, last_name: &str) -> String {
    let body = json!({"IdentityInfo": {"FirstName": "Mary", "LastName": last_name}});
    let answer = wire.send("POST", &identity_info_of(INSTANCE, MARY), Some(&body));
    assert_eq!(answer.status, 200);
    answer.header("x-amzn-RequestId").expect("an id").to_owned()
}

/// The data of a server with six records: the demonstration's and five updates'.
fn six_records() -> Remains {
    let server = Roster::demo();
    let wire = Wire::to(&server);
    for last_name in ["One", "Two", "Three", "Four", "Five"] {
        update(&wire, last_name);
    }
    server.stop_keeping_data()
}

fn edit(data_dir: &Path, sql: &str) {
    let database = Connection::open(data_dir.join("roster.db")).expect("the database");
    database.execute_batch(sql).expect("the edit");
}

fn verify(data_dir: &Path, more: &[&str]) -> Finished {
    administer("audit verify", more, data_dir)
}

/// What the check says after an edit.
fn found_after(sql: &str) -> String {
    let remains = six_records();
    let before = verify(remains.data_dir(), &[]).printed();
    assert!(
        before.starts_with("The chain holds: 6 records, head 6:"),
        "{before}"
    );

    edit(remains.data_dir(), sql);

    let after = verify(remains.data_dir(), &[]);
    assert_eq!(after.code(), 1, "{after:?}");
    assert_eq!(after.stderr, "");
    after.stdout
}

#[test]
fn the_audit_of_a_server_without_a_database_is_read_by_signed_calls() {
    let server = Start::with(&["--demo", "--memory"]).start();
    let wire = Wire::to(&server);
    let request_id = update(&wire, "Major");

    let story = server.run_as(&wire.key, &["audit", "user", "mary"]).printed();
    let shown = server
        .run_as(&wire.key, &["audit", "show", &request_id])
        .printed();
    let listed = server
        .run_as(&wire.key, &["audit", "list", "--operation", "ListAuditRecords"])
        .printed();

    assert!(story.starts_with(&format!("{MARY} is mary\n")), "{story}");
    assert!(story.contains("LastName: Miller → Major"), "{story}");
    assert!(
        shown.contains("user.IdentityInfo.LastName: \"Miller\" → \"Major\""),
        "{shown}"
    );
    assert_eq!(listed.matches("ListAuditRecords").count(), 2, "{listed}");
}

#[test]
fn every_update_is_recorded_with_before_and_after() {
    let server = Roster::demo();
    let wire = Wire::to(&server);
    let request_id = update(&wire, "Major");

    let record = server.audit().pop().expect("a record");

    assert_eq!(record["RequestId"], request_id);
    assert_eq!(record["Operation"], "UpdateUserIdentityInfo");
    assert_eq!(
        record["Resource"],
        format!("arn:aws:connect:us-east-1:123456789012:instance/{INSTANCE}/agent/{MARY}")
    );
    assert_eq!(record["Principal"], "arn:aws:iam::123456789012:root");
    assert_eq!(record["AccessKeyId"], wire.key.id);
    assert_eq!(record["SourceAddress"], "127.0.0.1");
    assert_eq!(record["UserAgent"], "Boto3/1.43.11 Botocore/1.43.11");
    assert_eq!(record.get("ErrorCode"), None);
    let changes = record["Changes"].as_array().expect("changes");
    let identity: Vec<_> = changes
        .iter()
        .filter(|change| {
            let member = change["Member"].as_str().expect("a member");
            member.starts_with("IdentityInfo")
        })
        .collect();
    assert_eq!(identity.len(), 1, "{changes:?}");
    assert_eq!(identity[0]["Member"], "IdentityInfo.LastName");
    assert_eq!(
        (&identity[0]["Before"], &identity[0]["After"]),
        (&json!("Miller"), &json!("Major"))
    );
}

#[test]
fn reads_of_personal_data_are_recorded_by_choice_when_the_server_stops() {
    let server = Start::with(&["--demo", "--audit-reads"]).start();
    let wire = Wire::to(&server);
    for _ in 0..3 {
        assert_eq!(wire.send("GET", &user(INSTANCE, MARY), None).status, 200);
    }

    let remains = server.stop_keeping_data();

    let table = administer("audit list", &["--limit", "1"], remains.data_dir()).printed();
    assert!(
        table.contains("DescribeUser") && table.contains("reads: 3, items: 1"),
        "{table}"
    );
}

#[test]
fn a_refusal_is_recorded_without_changes() {
    let server = Roster::demo();
    let body = json!({"IdentityInfo": {"FirstName": "Mary"}});
    let wire = Wire::to(&server);
    let answer = wire.send("POST", &identity_info_of(INSTANCE, MARY), Some(&body));
    assert_eq!(answer.status, 400);
    let record = server.audit().pop().expect("a record");
    assert_eq!(record["ErrorCode"], "InvalidRequestException");
    assert_eq!(
        record
            .get("Changes")
            .and_then(Value::as_array)
            .map_or(0, Vec::len),
        0
    );
}

#[test]
fn the_full_list_names_operation_and_change() {
    let server = Roster::demo();
    update(&Wire::to(&server), "Major");
    let listed = administer("audit list", &["--full"], server.data_dir()).printed();
    let last_record = listed
        .lines()
        .rev()
        .find(|line| !line.starts_with(' '))
        .expect("a record");
    assert!(last_record.starts_with("2 "), "{listed}");
    assert!(
        last_record.contains(" ok UpdateUserIdentityInfo arn:aws:connect:"),
        "{listed}"
    );
    assert!(
        listed.contains("    user.IdentityInfo.LastName: \"Miller\" -> \"Major\"\n"),
        "{listed}"
    );
}

#[test]
fn the_table_shows_the_last_records_with_username_and_change() {
    let server = Roster::demo();
    let wire = Wire::to(&server);
    for last_name in ["Minor", "Major"] {
        update(&wire, last_name);
    }

    let table = administer("audit list", &["--limit", "1"], server.data_dir()).printed();

    assert_last_update(&table, "Minor", "Major");
}

/// Checks that a table has one row, of an update of Mary's last name.
pub(crate) fn assert_last_update(table: &str, before: &str, after: &str) {
    let lines: Vec<Vec<&str>> = table
        .lines()
        .map(|line| line.split_whitespace().collect())
        .collect();
    let [head, row] = &lines[..] else {
        panic!("not one row:\n{table}");
    };
    assert_eq!(head[..], ["TIME", "WHO", "WHAT", "ON", "WHOM", "CHANGE"]);
    assert_eq!(row[1..4], ["root", "UpdateUserIdentityInfo", "mary"], "{table}");
    assert_eq!(
        row[4..].join(" "),
        format!("LastName: {before} → {after}"),
        "{table}"
    );
}

#[test]
fn the_chain_is_checked_while_the_server_writes_on() {
    let server = Roster::demo();
    let wire = Wire::to(&server);
    for number in 1..=3 {
        update(&wire, &format!("Number {number}"));
        let said = verify(server.data_dir(), &[]).printed();
        let expected = format!("The chain holds: {} records", number + 1);
        assert!(said.starts_with(&expected), "{said}");
    }
}

#[test]
fn an_edited_record_is_found() {
    let said = found_after(
        "UPDATE audit SET body = CAST(replace(CAST(body AS TEXT), '127.0.0.1', '127.0.0.2') AS BLOB) WHERE sequence = 4",
    );
    assert_eq!(
        said,
        "The chain is broken: record 4 is not what was written: its hash does not match\n"
    );
}

#[test]
fn an_edited_personal_value_is_found() {
    let said = found_after(
        "UPDATE audit SET personal = CAST(replace(personal, CAST('Three' AS BLOB), CAST('Thr33' AS BLOB)) AS BLOB) WHERE sequence = 4",
    );
    assert_eq!(
        said,
        "The chain is broken: the personal values of record 4 are not what was written\n"
    );
}

#[test]
fn personal_values_that_changed_places_are_found() {
    let said = found_after(
        "UPDATE audit SET personal = (SELECT personal FROM audit WHERE sequence = 5) WHERE sequence = 4",
    );
    assert_eq!(
        said,
        "The chain is broken: the personal values of record 4 are not what was written\n"
    );
}

#[test]
fn personal_values_that_are_gone_without_an_erasure_are_missed() {
    let said = found_after("UPDATE audit SET personal = NULL WHERE sequence = 4");
    assert_eq!(
        said,
        "The chain is broken: record 4 has lost its personal values without an erasure\n"
    );
}

#[test]
fn an_edited_hash_is_found() {
    let said = found_after("UPDATE audit SET hash = zeroblob(32) WHERE sequence = 2");
    assert_eq!(
        said,
        "The chain is broken: record 2 is not what was written: its hash does not match\n"
    );
}

#[test]
fn a_record_dropped_from_the_middle_is_found() {
    let said = found_after("DELETE FROM audit WHERE sequence = 3");
    assert_eq!(
        said,
        "The chain is broken: record 3 is missing: record 4 stands in its place\n"
    );
}

#[test]
fn a_gap_that_was_closed_is_found() {
    let said = found_after(
        "DELETE FROM audit WHERE sequence = 3; UPDATE audit SET sequence = 3 WHERE sequence = 4;
         UPDATE audit SET sequence = 4 WHERE sequence = 5; UPDATE audit SET sequence = 5 WHERE sequence = 6;",
    );
    assert_eq!(
        said,
        "The chain is broken: record 3 is not what was written: its hash does not match\n"
    );
}

#[test]
fn a_record_dropped_from_the_end_is_found() {
    let said = found_after("DELETE FROM audit WHERE sequence = 6");
    assert!(
        said.starts_with("The chain is broken: the chain ends with record 5 ("),
        "{said}"
    );
    assert!(said.contains("but was left at record 6 ("), "{said}");
}

#[test]
fn all_records_dropped_are_missed() {
    let said = found_after("DELETE FROM audit");
    assert!(
        said.starts_with("The chain is broken: the chain ends with record 0 ("),
        "{said}"
    );
}

#[test]
fn records_in_another_order_are_found() {
    let said = found_after(
        "UPDATE audit SET sequence = 99 WHERE sequence = 3; UPDATE audit SET sequence = 3 WHERE sequence = 4;
         UPDATE audit SET sequence = 4 WHERE sequence = 99;",
    );
    assert_eq!(
        said,
        "The chain is broken: record 3 is not what was written: its hash does not match\n"
    );
}

#[test]
fn a_truncated_chain_is_found_with_a_head_that_was_kept() {
    let remains = six_records();
    let before = verify(remains.data_dir(), &[]).printed();
    let (_, head) = before.trim_end().split_once("head ").expect("a head");
    assert_eq!(verify(remains.data_dir(), &["--head", head]).code(), 0);

    edit(
        remains.data_dir(),
        "DELETE FROM audit WHERE sequence = 6;
         UPDATE audit_head SET sequence = 5, hash = (SELECT hash FROM audit WHERE sequence = 5);",
    );

    assert_eq!(
        verify(remains.data_dir(), &[]).code(),
        0,
        "the file alone cannot tell"
    );
    let after = verify(remains.data_dir(), &["--head", head]);
    assert_eq!(after.code(), 1);
    assert!(
        after.stdout.contains("but was left at record 6 ("),
        "{}",
        after.stdout
    );
}

#[test]
fn the_chain_goes_on_after_a_restart() {
    let remains = six_records();
    let server = Start::with(&["--demo"]).start_again(remains.data_dir());
    update(&Wire::to(&server), "Six");
    let said = verify(server.data_dir(), &[]).printed();
    assert!(said.starts_with("The chain holds: 7 records"), "{said}");
}
