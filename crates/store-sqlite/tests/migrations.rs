//! Indexes that are added to files whose records were written without them.

use std::path::PathBuf;

use roster_domain::Record;
use roster_domain::migrations::{MIGRATIONS, Migration};
use roster_store::copy::{Completion, Outcome};
use roster_store_sqlite::{OpenError, Options, Reason, SqliteAudit, SqliteStore, copy};
use roster_store_testing::old_records::{
    BY_ROUTING_PROFILE, USERS, WITH_FORMAT, WITH_UNREADABLE_FORMAT, add_users, ids_by_profile, user,
    users_by_profile,
};
use rusqlite::Connection;
use tempfile::TempDir;

struct Place(TempDir);

impl Place {
    /// A place with users that were written without the index, by a Roster of the layout before migrations.
    fn with_old_users() -> Self {
        let place = Self(tempfile::tempdir().unwrap());
        let store = place.open(&[]).unwrap();
        add_users(&store, 0..USERS);
        drop(store);
        place.sql("DROP TABLE user_by_routing_profile; DROP TABLE migration; DROP TABLE audit_disorder; DROP TABLE moved_end; ALTER TABLE audit DROP COLUMN personal; ALTER TABLE moved_audit DROP COLUMN personal; PRAGMA user_version = 2");
        place
    }

    fn path(&self) -> PathBuf {
        self.0.path().join("roster.db")
    }

    fn open(&self, migrations: &'static [Migration]) -> Result<SqliteStore, OpenError> {
        let options = Options {
            migrations,
            ..Options::default()
        };
        SqliteStore::open(&self.path(), options)
    }

    fn refusal(&self, migrations: &'static [Migration]) -> Reason {
        self.open(migrations).err().expect("a refusal").reason
    }

    fn connection(&self) -> Connection {
        Connection::open(self.path()).unwrap()
    }

    fn sql(&self, sql: &str) {
        self.connection().execute_batch(sql).unwrap();
    }

    /// Replaces the body of a user.
    fn set_body(&self, number: u32, body: &[u8]) {
        let sql = "UPDATE user SET body = ?2 WHERE key = ?1";
        let changed = self
            .connection()
            .execute(sql, (user(number).key().as_bytes(), body));
        assert_eq!(changed, Ok(1));
    }

    /// How many rows of the migration are filled.
    fn filled(&self) -> u32 {
        let sql = "SELECT filled FROM migration";
        self.connection().query_row(sql, [], |row| row.get(0)).unwrap()
    }
}

#[test]
fn a_new_index_over_old_records_is_filled_once() {
    let place = Place::with_old_users();

    let store = place.open(&BY_ROUTING_PROFILE).unwrap();

    assert_eq!(users_by_profile(&store), ids_by_profile(0..USERS));
    assert_eq!(place.filled(), USERS);
    add_users(&store, USERS..USERS + 1);
    drop(store);
    let store = place.open(&BY_ROUTING_PROFILE).unwrap();
    assert_eq!(users_by_profile(&store), ids_by_profile(0..USERS + 1));
    assert_eq!(place.filled(), USERS);
}

#[test]
fn filling_that_was_cut_short_goes_on_where_it_was() {
    let place = Place::with_old_users();
    let last = USERS - 1;
    place.set_body(last, b"{");

    assert_eq!(
        place.refusal(&BY_ROUTING_PROFILE),
        Reason::Damaged("a user record cannot be read at byte 1".to_owned())
    );
    let filled = place.filled();
    assert!(filled > 0 && filled < USERS, "{filled}");

    // If it began again, it would stumble over the first.
    place.set_body(last, &serde_json::to_vec(&user(last)).unwrap());
    place.set_body(0, b"{");
    drop(place.open(&BY_ROUTING_PROFILE).unwrap());
    place.set_body(0, &serde_json::to_vec(&user(0)).unwrap());
    let store = place.open(&BY_ROUTING_PROFILE).unwrap();
    assert_eq!(users_by_profile(&store), ids_by_profile(0..USERS));
}

#[test]
fn an_older_roster_is_refused_after_a_migration() {
    let place = Place::with_old_users();
    drop(place.open(&BY_ROUTING_PROFILE).unwrap());

    let refusal = place.refusal(&[]);

    assert_eq!(refusal, Reason::NewerRecords { found: 1, known: 0 });
    assert!(refusal.to_string().contains("use the newer one"), "{refusal}");
}

#[test]
fn an_older_roster_does_not_write_records_of_a_newer_format() {
    let place = Place(tempfile::tempdir().unwrap());
    let store = place.open(&BY_ROUTING_PROFILE).unwrap();
    add_users(&store, 0..10);
    drop(store);

    let store = place.open(&WITH_FORMAT).unwrap();

    assert_eq!(users_by_profile(&store), ids_by_profile(0..10));
    drop(store);
    drop(place.open(&WITH_FORMAT).unwrap());
    assert_eq!(
        place.refusal(&BY_ROUTING_PROFILE),
        Reason::NewerRecords { found: 2, known: 1 }
    );
}

/// Ours knows as many migrations as there are, and no more.
#[test]
fn an_older_roster_reads_what_a_newer_one_writes_unless_the_format_forbids_it() {
    let place = Place(tempfile::tempdir().unwrap());
    drop(place.open(MIGRATIONS).unwrap());
    let known = Migration::last_of(MIGRATIONS);
    place.sql(&format!(
        "INSERT INTO migration (number, index_name, after, filled, done) VALUES ({}, '', x'', 0, 1)",
        known + 1
    ));
    assert!(SqliteAudit::open(&place.path()).is_ok());
    let refused = |opened: Result<(), OpenError>| opened.expect_err("a refusal").reason;
    let newer = Reason::NewerRecords {
        found: known + 1,
        known,
    };
    assert_eq!(refused(copy::source(&place.path()).map(drop)), newer);

    place.sql(&format!("INSERT INTO required_to_read VALUES ({})", known + 1));

    let unreadable = Reason::UnreadableRecords {
        found: known + 1,
        known,
    };
    assert_eq!(refused(SqliteAudit::open(&place.path()).map(drop)), unreadable);
}

#[test]
fn a_format_that_older_versions_cannot_read_is_noted_as_such() {
    let place = Place(tempfile::tempdir().unwrap());
    drop(place.open(&WITH_UNREADABLE_FORMAT).unwrap());

    let sql = "SELECT group_concat(migration) FROM required_to_read";
    let required: String = place.connection().query_row(sql, [], |row| row.get(0)).unwrap();

    assert_eq!(required, "3");
}

#[test]
fn an_index_that_no_migration_fills_is_refused() {
    let place = Place::with_old_users();
    assert_eq!(
        place.refusal(&[]),
        Reason::NotIndexed("user_by_routing_profile".to_owned())
    );
}

#[test]
fn records_that_share_an_entry_of_the_new_index_are_refused() {
    let place = Place::with_old_users();
    place.set_body(1, &serde_json::to_vec(&user(0)).unwrap());
    assert_eq!(
        place.refusal(&BY_ROUTING_PROFILE),
        Reason::Ambiguous("user_by_routing_profile".to_owned())
    );
}

#[test]
fn a_copy_of_a_file_without_the_index_is_filled() {
    let place = Place::with_old_users();
    let target = Place(tempfile::tempdir().unwrap());
    let mut from = copy::source(&place.path()).unwrap();
    let mut to = copy::target(&target.path()).unwrap();
    let report = roster_store::copy::copy(&mut from, &mut to, Completion::Finish, &mut |_| {}).unwrap();
    assert_eq!(report.outcome, Outcome::Finished);
    drop((from, to));

    let store = target.open(&BY_ROUTING_PROFILE).unwrap();

    assert_eq!(users_by_profile(&store), ids_by_profile(0..USERS));
}
