//! Work that shares a transaction, and reads beside it.

use std::sync::mpsc;
use std::thread;

use roster_store::{ReadKind, StoreError, Verdict};

use super::task::{give, hold, insert, is_there, keep, read, shows, store, wait, write};

#[test]
fn each_work_of_a_transaction_is_undone_separately() {
    let (store, _directory) = store();
    let (gate, held) = hold(&store);
    let kept = give(&store, "kept");
    let undone = write(&store, |rows| insert(rows, "undone").map(|()| Verdict::Undo));
    let failed = write(&store, |rows| {
        insert(rows, "failed")?;
        Err(StoreError::Corrupt("a failure of the test".to_owned()))
    });
    let panicked = write(&store, |rows| {
        insert(rows, "panicked")?;
        panic!("a failure of the test");
    });
    let last = give(&store, "last");
    gate.send(()).unwrap();
    assert_eq!(
        [held, kept, undone, last].map(|work| wait(&work)),
        [const { Ok(()) }; 4]
    );
    assert!(wait(&failed).is_err() && wait(&panicked).is_err());
    let names = ["held", "kept", "undone", "failed", "panicked", "last"];
    assert_eq!(
        names.map(|name| shows(&store, name)),
        [true, true, false, false, false, true]
    );
}

#[test]
fn reads_do_not_wait_for_an_open_transaction() {
    let (store, _directory) = store();
    keep(&store, "before").unwrap();
    let (gate, held) = hold(&store);
    assert!(shows(&store, "before"));
    assert!(!shows(&store, "held"));
    let scanned = read(&store, ReadKind::Scan, |rows| {
        assert!(!is_there(rows, "held"));
        Ok(Verdict::Keep)
    });
    assert_eq!(wait(&scanned), Ok(()));
    gate.send(()).unwrap();
    assert_eq!(wait(&held), Ok(()));
    assert!(shows(&store, "held"));
}

#[test]
fn a_read_sees_one_snapshot() {
    let (store, _directory) = store();
    let (begun, started) = mpsc::channel();
    let (opener, gate) = mpsc::channel::<()>();
    let reader = store.clone();
    let reading = thread::spawn(move || {
        let outcome = read(&reader, ReadKind::Point, move |rows| {
            assert!(!is_there(rows, "first"));
            begun.send(()).unwrap();
            gate.recv().unwrap();
            assert!(!is_there(rows, "first") && !is_there(rows, "second"));
            Ok(Verdict::Keep)
        });
        wait(&outcome)
    });
    started.recv().unwrap();
    keep(&store, "first").unwrap();
    keep(&store, "second").unwrap();
    opener.send(()).unwrap();
    assert_eq!(reading.join().unwrap(), Ok(()));
}

#[test]
fn work_may_drop_the_last_clone_of_its_store() {
    let (store, directory) = store();
    let (opener, gate) = mpsc::channel::<()>();
    let clone = store.clone();
    let outcome = write(&store, move |_| {
        _ = &clone;
        gate.recv().unwrap();
        Ok(Verdict::Keep)
    });
    drop(store);
    opener.send(()).unwrap();
    assert_eq!(wait(&outcome), Ok(()));
    drop(directory);
}
