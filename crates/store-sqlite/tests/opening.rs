//! Files that are opened, and files that are refused with a word about what to do.

use std::fs;
use std::path::PathBuf;

use roster_store::AuditLog;
use roster_store::copy::{Completion, Outcome};
use roster_store_sqlite::{OpenError, Options, Reason, SqliteAudit, SqliteStore, copy};
use rusqlite::Connection;
use tempfile::TempDir;

struct Place(TempDir);

impl Place {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// A place with a database that was closed.
    fn with_database() -> Self {
        let place = Self::new();
        drop(place.open().unwrap());
        place
    }

    fn path(&self) -> PathBuf {
        self.0.path().join("roster.db")
    }

    fn open(&self) -> Result<SqliteStore, OpenError> {
        SqliteStore::open(&self.path(), Options::default())
    }

    fn refusal(&self) -> OpenError {
        match self.open() {
            Ok(_) => panic!("the file was opened"),
            Err(error) => error,
        }
    }

    /// Changes the file behind the engine's back.
    fn sql(&self, sql: &str) {
        Connection::open(self.path()).unwrap().execute_batch(sql).unwrap();
    }

    /// How many columns a table has; none if it is not there.
    fn columns(&self, table: &str) -> u32 {
        let connection = Connection::open(self.path()).unwrap();
        let sql = "SELECT count(*) FROM pragma_table_info(?1)";
        connection.query_row(sql, [table], |row| row.get(0)).unwrap()
    }

    fn bytes(&self) -> Vec<u8> {
        fs::read(self.path()).unwrap()
    }
}

fn assert_damaged(place: &Place) {
    let refusal = place.refusal();
    assert!(matches!(refusal.reason, Reason::Damaged(_)), "{refusal}");
    assert!(refusal.to_string().contains("restore a backup"), "{refusal}");
}

/// Makes a database of many pages.
fn large() -> Place {
    let place = Place::with_database();
    place.sql(
        "WITH RECURSIVE numbers (n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM numbers LIMIT 2000)
         INSERT INTO user SELECT CAST(n AS BLOB), zeroblob(400) FROM numbers;",
    );
    place
}

#[test]
fn a_missing_file_is_made_and_opened_again() {
    let place = Place::with_database();
    drop(place.open().unwrap());
}

#[cfg(unix)]
#[test]
fn only_the_owner_can_read_the_files() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::new();
    let _store = place.open().unwrap();
    for file in fs::read_dir(place.0.path()).unwrap() {
        let file = file.unwrap();
        let mode = file.metadata().unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, 0o600, "{:?}", file.file_name());
    }
}

#[test]
fn a_file_of_another_format_is_refused_unchanged() {
    for garbage in [&b"hello"[..], &[7; 10_000]] {
        let place = Place::new();
        fs::write(place.path(), garbage).unwrap();
        let refusal = place.refusal();
        assert_eq!(refusal.reason, Reason::NotADatabase);
        assert_eq!(
            refusal.to_string(),
            format!(
                "{} cannot be opened: it is not an SQLite database; restore a backup, or choose another --data-dir",
                place.path().display()
            )
        );
        assert_eq!(place.bytes(), garbage);
    }
}

#[test]
fn the_database_of_another_program_is_refused_unchanged() {
    for sql in [
        "PRAGMA application_id = 1; CREATE TABLE t (x)",
        "CREATE TABLE t (x)",
    ] {
        let place = Place::new();
        place.sql(sql);
        let before = place.bytes();
        assert_eq!(place.refusal().reason, Reason::Foreign);
        assert_eq!(place.bytes(), before);
    }
}

#[test]
fn the_file_of_a_newer_version_is_refused() {
    let place = Place::with_database();
    place.sql("PRAGMA user_version = 99");
    assert_eq!(place.refusal().reason, Reason::Newer { found: 99, known: 5 });
    let refusal = SqliteAudit::open(&place.path()).err().unwrap();
    assert_eq!(refusal.reason, Reason::Newer { found: 99, known: 5 });
}

#[test]
fn a_file_of_the_first_layout_is_read_copied_and_opened() {
    let place = Place::with_database();
    place.sql("DROP TABLE moved_audit; DROP TABLE moved_chain; DROP TABLE iam_user; DROP TABLE migration; DROP TABLE audit_disorder; DROP TABLE moved_end; ALTER TABLE audit DROP COLUMN personal; PRAGMA user_version = 1");

    let mut audit = SqliteAudit::open(&place.path()).unwrap();
    let chains = audit.chains().unwrap();
    assert_eq!(chains.len(), 1);
    assert_eq!(audit.after("moved", 0, 9).unwrap(), []);
    let copy = Place::new();
    let (mut source, mut target) = (
        copy::source(&place.path()).unwrap(),
        copy::target(&copy.path()).unwrap(),
    );
    let report = roster_store::copy::copy(&mut source, &mut target, Completion::Finish, &mut |_| {}).unwrap();
    assert_eq!(report.outcome, Outcome::Finished);
    drop((source, target, audit));

    drop(place.open().unwrap());
    assert!(place.columns("moved_chain") > 0 && place.columns("iam_user") > 0);
    drop(copy.open().unwrap());
}

#[test]
fn records_of_a_layout_without_personal_values_are_read() {
    let place = Place::with_database();
    place.sql(
        "INSERT INTO audit (sequence, hash, body) VALUES (1, zeroblob(32), CAST('{}' AS BLOB));
         INSERT INTO moved_audit (chain, sequence, position, hash, body) VALUES ('c', 1, 5, zeroblob(32), CAST('{}' AS BLOB));
         ALTER TABLE audit DROP COLUMN personal; ALTER TABLE moved_audit DROP COLUMN personal; DROP TABLE moved_end; PRAGMA user_version = 4",
    );

    let mut audit = SqliteAudit::open(&place.path()).unwrap();

    for chain in ["", "c"] {
        let records = audit.after(chain, 0, 9).unwrap();
        assert_eq!((records.len(), &records[0].personal), (1, &None), "{chain}");
    }
}

#[test]
fn a_truncated_file_is_refused() {
    let place = large();
    let bytes = place.bytes();
    fs::write(place.path(), &bytes[..bytes.len() / 2]).unwrap();
    assert_damaged(&place);
}

#[test]
fn a_file_with_a_damaged_page_is_refused() {
    let place = large();
    let mut bytes = place.bytes();
    let middle = bytes.len() / 2 / 4096 * 4096;
    bytes[middle..middle + 4096]
        .iter_mut()
        .for_each(|byte| *byte ^= 0x55);
    fs::write(place.path(), bytes).unwrap();
    assert_damaged(&place);
}

#[test]
fn an_audit_chain_whose_end_is_not_the_stored_head_is_refused() {
    let place = Place::with_database();
    place.sql("UPDATE audit_head SET sequence = 7");
    assert_damaged(&place);
}

#[test]
fn a_file_in_use_is_refused() {
    let place = Place::new();
    let store = place.open().unwrap();
    assert_eq!(place.refusal().reason, Reason::InUse);
    drop(store);
    place.open().unwrap();
}

#[test]
fn the_tables_of_a_new_kind_are_made() {
    let place = Place::with_database();
    place.sql("DROP TABLE queue; DROP TABLE queue_by_name");
    drop(place.open().unwrap());
    place.sql("SELECT * FROM queue JOIN queue_by_name USING (key)");
}

#[test]
fn a_new_index_over_old_records_is_refused() {
    let place = large();
    place.sql("DROP TABLE user_by_username");
    assert_eq!(
        place.refusal().reason,
        Reason::NotIndexed("user_by_username".to_owned())
    );
}

#[test]
fn an_unwritable_path_is_refused() {
    let place = tempfile::tempdir().unwrap();
    let nowhere = place.path().join("missing/roster.db");
    let refusal = SqliteStore::open(&nowhere, Options::default()).err().unwrap();
    assert!(matches!(refusal.reason, Reason::Failed(_)), "{refusal}");
    assert!(SqliteAudit::open(&nowhere).is_err());
}
