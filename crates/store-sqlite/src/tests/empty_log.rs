//! The write-ahead log that a stop may leave behind.

use std::fs;

use rusqlite::Connection;

use crate::open::remove_empty_log;

/// A database and its log, as a stop leaves them that closes two connections at one moment: both are copied while a
/// connection is open.
fn left_behind(is_emptied: bool) -> tempfile::TempDir {
    let from = tempfile::tempdir().unwrap();
    let connection = Connection::open(from.path().join("roster.db")).unwrap();
    connection
        .execute_batch("PRAGMA journal_mode = WAL; CREATE TABLE kept (value); INSERT INTO kept VALUES (7)")
        .unwrap();
    if is_emptied {
        connection
            .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
            .unwrap();
    }
    let to = tempfile::tempdir().unwrap();
    for file in ["roster.db", "roster.db-wal"] {
        fs::copy(from.path().join(file), to.path().join(file)).unwrap();
    }
    to
}

#[test]
fn an_empty_log_is_removed_and_the_database_stays() {
    let folder = left_behind(true);
    let path = folder.path().join("roster.db");

    remove_empty_log(&path);

    assert!(!folder.path().join("roster.db-wal").exists());
    let kept: i64 = Connection::open(&path)
        .unwrap()
        .query_row("SELECT value FROM kept", [], |row| row.get(0))
        .unwrap();
    assert_eq!(kept, 7);
}

#[test]
fn a_log_that_holds_something_stays_as_it_is() {
    let folder = left_behind(false);
    let log = folder.path().join("roster.db-wal");
    let before = fs::read(&log).unwrap();
    assert!(!before.is_empty());

    remove_empty_log(&folder.path().join("roster.db"));

    assert_eq!(fs::read(&log).unwrap(), before);
}
