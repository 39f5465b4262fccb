//! A full disk: callers get an error, nothing is lost, and work continues when there is space again.

use std::time::Duration;

use serde_json::json;

use crate::harness::{
    Answer, Dialect, INSTANCE, MARY, Roster, SmallDisk, Start, Wire, identity_info_of, roster, user,
};

fn update(wire: &Wire, number: u32) -> Answer {
    let body = json!({"IdentityInfo": {"FirstName": "Mary", "LastName": format!("Number {number}")}});
    wire.send("POST", &identity_info_of(INSTANCE, MARY), Some(&body))
}

fn last_name(wire: &Wire) -> String {
    let shown = wire.send("GET", &user(INSTANCE, MARY), None).json();
    let name = shown["User"]["IdentityInfo"]["LastName"].as_str();
    name.expect("a name").to_owned()
}

#[test]
fn a_full_disk_refuses_changes_until_there_is_space_again() {
    let disk = SmallDisk::of("4m");
    let within = disk.within();
    let within: Vec<_> = within.iter().map(String::as_str).collect();
    let data_dir = disk.inside("data");
    let server = Start::with(&["--demo"]).within(&within).start_again(&data_dir);
    let wire = Wire {
        address: server.address().to_owned(),
        key: Roster::key_by(&disk.seen("data")),
        dialect: Dialect::Botocore,
        late_by: Duration::ZERO,
        service: "connect",
    };
    assert_eq!(update(&wire, 0).status, 200);

    disk.fill();
    // What the database has in reserve it may still use.
    let (done, refused) = (1..)
        .map(|number| (number - 1, update(&wire, number)))
        .take(2000)
        .find(|(_, answer)| answer.status != 200)
        .expect("a disk that is full");

    assert_eq!(
        refused.refusal(),
        "500 InternalServiceException: The directory's disk is full: nothing was changed; try again when there is space"
    );
    assert_eq!(
        refused.header("x-amzn-ErrorType"),
        Some("InternalServiceException")
    );
    assert_eq!(last_name(&wire), format!("Number {done}"), "reading goes on");
    assert_eq!(update(&wire, 9000).status, 500, "and refusing");

    disk.free();

    assert_eq!(update(&wire, 9001).status, 200);
    assert_eq!(last_name(&wire), "Number 9001");
    let roster = roster().to_str().expect("a path");
    let data_dir = data_dir.to_str().expect("a path");
    let said = disk.run(&[roster, "audit", "verify", "--data-dir", data_dir]);
    assert!(said.starts_with("The chain holds: "), "{said}");
    let finished = server.stop();
    assert_eq!(finished.code(), 0, "{finished:?}");
    assert!(finished.stderr.contains("a request failed"), "{finished:?}");
}
