//! Erasing the personal values of a deleted user: what the command says, and that the audit still verifies.

use std::path::Path;
use std::time::{Duration, Instant};

use roster_store_postgres::cluster;
use serde_json::{Value, json};

use crate::harness::{Finished, INSTANCE, MARY, Roster, Start, Wire, identity_info_of, user};

const PATIENCE: Duration = Duration::from_mins(1);

/// Changes a user's last name and mobile number, and deletes the user.
fn change_and_delete(server: &Roster) {
    let wire = Wire::to(server);
    let info = json!({"FirstName": "Mary", "LastName": "Unforgettable", "Mobile": "+12065550177"});
    let changed = wire.send(
        "POST",
        &identity_info_of(INSTANCE, MARY),
        Some(&json!({"IdentityInfo": info})),
    );
    assert_eq!(changed.status, 200);
    assert_eq!(wire.send("DELETE", &user(INSTANCE, MARY), None).status, 200);
}

/// Runs a command on the audit of a server, by signed calls where it needs them.
fn audit(server: &Roster, arguments: &[&str], database: &[&str]) -> Finished {
    let data_dir = server.data_dir().to_str().expect("a path").to_owned();
    let arguments = [&["audit"], arguments, &["--data-dir", &data_dir], database].concat();
    server.run_as(&server.key(), &arguments)
}

/// Waits until the job of an erasure is done.
fn until_erased(server: &Roster) {
    let patience = Instant::now() + PATIENCE;
    let is_done =
        |record: &Value| record["Operation"] == "EraseAuditRecords" && record["Principal"] == "roster serve";
    while !server.audit().iter().any(is_done) {
        assert!(Instant::now() < patience, "the erasure does not end");
    }
}

fn holds(folder: &Path, text: &str) -> bool {
    ["roster.db", "roster.db-wal"].iter().any(|name| {
        let bytes = std::fs::read(folder.join(name)).unwrap_or_default();
        bytes.windows(text.len()).any(|found| found == text.as_bytes())
    })
}

#[test]
fn a_deleted_user_is_erased_from_the_audit_and_the_file_beside_a_running_server() {
    let server = Roster::demo();
    change_and_delete(&server);
    assert!(holds(server.data_dir(), "Unforgettable"));

    let asked = audit(&server, &["erase", "--user", MARY, "--yes"], &[]).printed();
    until_erased(&server);

    assert!(
        asked.starts_with(&format!("The server erases the personal values of user {MARY}")),
        "{asked}"
    );
    for value in ["Unforgettable", "+12065550177"] {
        assert!(!holds(server.data_dir(), value), "{value}");
    }
    let verified = audit(&server, &["verify"], &[]).printed();
    assert!(
        verified.ends_with("Erasures that the audit shows have taken the personal values of 2 records\n"),
        "{verified}"
    );
    let listed = audit(&server, &["user", MARY], &[]).printed();
    assert!(
        listed.contains(r#"LastName: "(erased)" → "(erased)""#),
        "{listed}"
    );
}

#[test]
fn a_deleted_user_is_erased_from_the_audit_in_postgresql() {
    let url = cluster::place();
    let database = ["--database", url.as_str()];
    let server = Start::with(&[&["--demo", "--database-connections", "3"], &database[..]].concat()).start();
    change_and_delete(&server);

    audit(&server, &["erase", "--user", MARY, "--yes"], &database).printed();
    until_erased(&server);

    let listed = audit(&server, &["list", "--full"], &database).printed();
    assert!(!listed.contains("Unforgettable"), "{listed}");
    let verify = || audit(&server, &["verify"], &database);
    assert!(verify().printed().contains("personal values of 2 records"));
    cluster::sql(
        &url,
        "UPDATE audit SET personal = NULL WHERE sequence = 1 AND chain <> 'register'",
    );
    let found = verify();
    assert_eq!(found.code(), 1, "{found:?}");
    assert!(
        found
            .stdout
            .contains("record 1 has lost its personal values without an erasure"),
        "{found:?}"
    );
}

#[test]
fn a_user_who_exists_or_never_was_is_not_erased() {
    let server = Roster::demo();
    let wire = Wire::to(&server);
    let info = json!({"IdentityInfo": {"FirstName": "Mary", "LastName": "Major"}});
    assert_eq!(
        wire.send("POST", &identity_info_of(INSTANCE, MARY), Some(&info))
            .status,
        200
    );

    let exists = audit(&server, &["erase", "--user", MARY, "--yes"], &[]);
    let nobody = audit(&server, &["erase", "--user", "nobody", "--yes"], &[]);

    assert_ne!(exists.code(), 0);
    assert!(exists.stderr.contains("delete the user first"), "{exists:?}");
    assert_ne!(nobody.code(), 0);
    assert!(
        nobody
            .stderr
            .contains("the audit has no record of a user with the id"),
        "{nobody:?}"
    );
}

#[test]
fn nothing_is_erased_without_a_yes() {
    let server = Roster::demo();
    change_and_delete(&server);

    let asked = audit(&server, &["erase", "--user", MARY], &[]);

    assert_ne!(asked.code(), 0);
    assert!(asked.stderr.contains("say --yes"), "{asked:?}");
    let listed = audit(&server, &["user", MARY], &[]).printed();
    assert!(listed.contains("Unforgettable"), "{listed}");
}
