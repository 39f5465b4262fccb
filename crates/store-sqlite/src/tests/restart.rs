//! Files after a crash or a stop.

use std::fs;
use std::path::Path;

use futures_util::FutureExt;
use roster_domain::audit::{AuditRecord, ChainHead, Head, verify_link};
use roster_store::{AuditLog, Rows, StoreError, Verdict};

use super::task::{keep, shows, store, store_with, wait, write};
use crate::{Options, SqliteAudit, SqliteStore};

fn open(directory: &Path) -> SqliteStore {
    SqliteStore::open(&directory.join("roster.db"), Options::default()).expect("a store")
}

fn audit(rows: &mut dyn Rows, request: &str) -> Result<(), StoreError> {
    let record = serde_json::json!({"Time": 0, "RequestId": request, "SourceAddress": "127.0.0.1"});
    let record: AuditRecord = serde_json::from_value(record).expect("a record");
    rows.audit(&record).now_or_never().expect("done at once")
}

/// Writes a number of audit records, each in its own work.
fn audit_all(store: &SqliteStore, records: usize) {
    for number in 0..records {
        let work = write(store, move |rows| {
            audit(rows, &number.to_string()).map(|()| Verdict::Keep)
        });
        assert_eq!(wait(&work), Ok(()));
    }
}

#[test]
fn a_store_dropped_without_a_stop_loses_nothing() {
    let (store, directory) = store();
    keep(&store, "kept").unwrap();
    drop(store);
    assert!(shows(&open(directory.path()), "kept"));
}

#[test]
fn a_crash_of_the_machine_loses_nothing_acknowledged() {
    let (store, directory) = store();
    let crashed = tempfile::tempdir().unwrap();
    for name in ["first", "second"] {
        keep(&store, name).unwrap();
    }
    audit_all(&store, 3);
    for file in ["roster.db", "roster.db-wal"] {
        fs::copy(directory.path().join(file), crashed.path().join(file)).unwrap();
    }
    let recovered = open(crashed.path());
    assert_eq!(
        ["first", "second"].map(|name| shows(&recovered, name)),
        [true, true]
    );
    audit_all(&recovered, 1);
}

#[test]
fn a_closed_store_leaves_everything_in_one_file() {
    let (store, directory) = store();
    keep(&store, "kept").unwrap();
    drop(store);
    let copied = tempfile::tempdir().unwrap();
    fs::copy(
        directory.path().join("roster.db"),
        copied.path().join("roster.db"),
    )
    .unwrap();
    assert!(shows(&open(copied.path()), "kept"));
}

#[test]
fn the_audit_chain_is_valid_after_a_failed_commit() {
    let mut commits = 0;
    let (store, directory) = store_with(|connection| {
        let every_third_fails = move || {
            commits += 1;
            commits % 3 == 0
        };
        connection.commit_hook(Some(every_third_fails)).unwrap();
    });
    let outcomes: Vec<_> = (0..9)
        .map(|number| {
            write(&store, move |rows| {
                audit(rows, &format!("{number}")).map(|()| Verdict::Keep)
            })
        })
        .map(|work| wait(&work).is_ok())
        .collect();
    assert_eq!(outcomes, [true, true, false].repeat(3));
    assert_eq!(length(directory.path()), 6);
}

#[test]
fn the_audit_chain_can_be_verified_while_it_grows() {
    let (store, directory) = store();
    audit_all(&store, 1);
    let writer = std::thread::spawn(move || audit_all(&store, 500));
    while !writer.is_finished() {
        length(directory.path());
    }
    writer.join().unwrap();
    assert_eq!(length(directory.path()), 501);
}

/// Verifies the chain of a file; returns how many records it has.
fn length(directory: &Path) -> u64 {
    let mut log = SqliteAudit::open(&directory.join("roster.db")).expect("a log");
    let ChainHead { chain, head } = log.chains().expect("chains").pop().expect("a chain");
    let chained = log.after(&chain, 0, usize::MAX).expect("records");
    let verified = chained
        .iter()
        .take_while(|chained| chained.sequence <= head.sequence)
        .try_fold(Head::default(), |head, chained| verify_link(&head, chained));
    assert_eq!(verified, Ok(head));
    head.sequence
}
