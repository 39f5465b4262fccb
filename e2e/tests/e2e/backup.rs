//! A backup, as docs/guide/operate.md says that one is made.

use std::fs;
use std::thread;

use serde_json::json;

use crate::harness::{INSTANCE, MARY, Roster, Start, Wire, administer, identity_info_of, user};

/// How many changes there are before the backup.
const CHANGES: usize = 200;

#[test]
fn a_backup_that_is_made_while_the_server_works_is_one_moment_of_it() {
    let server = Roster::demo();
    let wire = Wire::to(&server);
    let rename = |number: usize| {
        let body = json!({"IdentityInfo": {"FirstName": "Mary", "LastName": format!("{number}")}});
        let answer = wire.send("POST", &identity_info_of(INSTANCE, MARY), Some(&body));
        assert_eq!(answer.status, 200);
    };
    (0..CHANGES).for_each(rename);
    let restored = tempfile::tempdir().expect("a folder");
    let backup = restored.path().join("roster.db");

    let mut changes = CHANGES;
    thread::scope(|scope| {
        let (from, to) = (server.data_dir().join("roster.db"), backup.clone());
        let copying = scope.spawn(move || {
            let connection = rusqlite::Connection::open(from).expect("the database");
            let to = to.to_str().expect("a path");
            connection.execute("VACUUM INTO ?1", [to]).expect("a backup");
        });
        while !copying.is_finished() {
            rename(changes);
            changes += 1;
        }
        copying.join().expect("the copy");
    });
    for file in ["credentials", "secret.key"] {
        fs::copy(server.data_dir().join(file), restored.path().join(file)).expect("a copy of a file");
    }

    assert_eq!(administer("audit verify", &[], restored.path()).code(), 0);
    let restored = Start::with(&[]).start_again(restored.path());
    let shown = Wire::to(&restored)
        .send("GET", &user(INSTANCE, MARY), None)
        .json();
    let last_name = shown["User"]["IdentityInfo"]["LastName"].as_str();
    let number: usize = last_name.and_then(|name| name.parse().ok()).expect("a number");
    assert!((CHANGES - 1..changes).contains(&number), "{number}");
    let renamed = restored.audit();
    let renamed = renamed
        .iter()
        .filter(|record| record["Operation"] == "UpdateUserIdentityInfo");
    assert_eq!(renamed.count(), number + 1);
}
