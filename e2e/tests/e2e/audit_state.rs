//! Records that were changed in the database, past the server, are found by comparing them with the audit.

use std::path::PathBuf;

use roster_store_postgres::cluster;
use rusqlite::Connection;
use serde_json::{Value, json};

use crate::harness::{Finished, INSTANCE, MARY, Remains, Start, Wire, administer, identity_info_of, user};
use crate::witness::new_user;

/// What a server has left behind.
struct Left {
    remains: Remains,
    flags: Vec<String>,
    database: Database,
}

enum Database {
    Sqlite(PathBuf),
    Postgres(String),
}

impl Left {
    /// Users that were made, changed and deleted, on both engines.
    fn on_both() -> [Self; 2] {
        let url = cluster::place();
        let database = ["--database", &url];
        [&[][..], &database].map(|flags| {
            let server = Start::with(&[&["--demo"], flags].concat()).start();
            busy(&Wire::to(&server));
            let remains = server.stop_keeping_data();
            let database = match flags {
                [] => Database::Sqlite(remains.data_dir().join("roster.db")),
                _ => Database::Postgres(url.clone()),
            };
            Self {
                remains,
                flags: flags.iter().map(ToString::to_string).collect(),
                database,
            }
        })
    }

    fn verify(&self) -> Finished {
        let flags = self.flags.iter().map(String::as_str);
        let flags: Vec<_> = flags.chain(["--state"]).collect();
        administer("audit verify", &flags, self.remains.data_dir())
    }

    fn edit(&self, sqlite: &str, postgres: &str) {
        match &self.database {
            Database::Sqlite(path) => {
                let database = Connection::open(path).expect("the database");
                database.execute_batch(sqlite).expect("an edit");
            }
            Database::Postgres(url) => cluster::sql(url, postgres),
        }
    }
}

/// Makes, changes and deletes users, and makes and deletes an instance with users.
fn busy(wire: &Wire) {
    let done = |method: &str, target: &str, body: Option<&Value>| {
        let answer = wire.send(method, target, body);
        assert_eq!(answer.status, 200, "{target}: {answer:?}");
        answer.json()
    };
    let mary = done("GET", &user(INSTANCE, MARY), None);
    let profiles = (
        mary["User"]["SecurityProfileIds"][0].clone(),
        mary["User"]["RoutingProfileId"].clone(),
    );
    for number in 1..=3 {
        let made = done(
            "PUT",
            &format!("/users/{INSTANCE}"),
            Some(&new_user(&profiles, &format!("user{number}"), number)),
        );
        let id = made["UserId"].as_str().expect("an id");
        if number == 3 {
            let answer = wire.send("DELETE", &user(INSTANCE, id), None);
            assert_eq!(answer.status, 200);
        }
    }
    for last_name in ["One", "Two", "One"] {
        let body = json!({"IdentityInfo": {"FirstName": "Mary", "LastName": last_name}});
        let answer = wire.send("POST", &identity_info_of(INSTANCE, MARY), Some(&body));
        assert_eq!(answer.status, 200);
    }
    let new = json!({"IdentityManagementType": "CONNECT_MANAGED", "InstanceAlias": "short-lived",
        "InboundCallsEnabled": true, "OutboundCallsEnabled": true});
    let made = done("PUT", "/instance", Some(&new));
    let id = made["Id"].as_str().expect("an id");
    let answer = wire.send("DELETE", &format!("/instance/{id}"), None);
    assert_eq!(answer.status, 200);
}

/// What is found after an edit that no audit record tells of.
fn assert_found(sqlite: &str, postgres: &str, expected: &str) {
    for left in Left::on_both() {
        let before = left.verify();
        assert_eq!(before.code(), 0, "{before:?}");

        left.edit(sqlite, postgres);

        let after = left.verify();
        assert_eq!(after.code(), 1, "{after:?}");
        assert!(
            after.stdout.contains("hold: "),
            "the audit itself is untouched: {after:?}"
        );
        assert!(after.stdout.contains(expected), "{after:?}");
        assert!(!after.stdout.contains('@'), "no values: {after:?}");
    }
}

#[test]
fn an_untouched_directory_is_as_the_audit_says() {
    for left in Left::on_both() {
        let verified = left.verify().printed();

        assert!(verified.contains("\nThe state holds: "), "{verified}");
        assert!(!verified.contains("older version"), "{verified}");
    }
}

#[test]
fn an_address_that_was_changed_in_the_database_is_found() {
    assert_found(
        r#"UPDATE "user" SET body = CAST(replace(CAST(body AS TEXT), 'n2@example.com', 'eve@example.com') AS BLOB)"#,
        r#"UPDATE "user" SET body = convert_to(replace(convert_from(body, 'UTF8'), 'n2@example.com', 'eve@example.com'), 'UTF8')"#,
        ": IdentityInfo.Email not as the audit says\n",
    );
}

#[test]
fn a_user_that_was_deleted_in_the_database_is_found() {
    assert_found(
        r#"DELETE FROM "user" WHERE CAST(body AS TEXT) LIKE '%"mary"%'"#,
        r#"DELETE FROM "user" WHERE convert_from(body, 'UTF8') LIKE '%"mary"%'"#,
        &format!("user {INSTANCE}/{MARY}: missing\n"),
    );
}

#[test]
fn a_user_that_was_added_in_the_database_is_found() {
    assert_found(
        r#"INSERT INTO "user" SELECT CAST(substr(key, 1, 17) || x'0111111111111111111111111111111111' AS BLOB), body FROM "user" LIMIT 1"#,
        r#"INSERT INTO "user" SELECT substring(key FROM 1 FOR 17) || '\x01' || decode(md5('eve'), 'hex'), 1, body FROM "user" LIMIT 1"#,
        ": there, but not by the audit\n",
    );
}

#[test]
fn a_password_that_was_deleted_in_the_database_is_found() {
    assert_found(
        "DELETE FROM password WHERE key = (SELECT key FROM password LIMIT 1)",
        "DELETE FROM password WHERE key = (SELECT key FROM password LIMIT 1)",
        ": missing\n",
    );
}
