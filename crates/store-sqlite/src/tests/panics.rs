//! After the panic of a thread all work fails, and none waits for ever.

use std::panic::panic_any;
use std::sync::mpsc::Receiver;
use std::thread;

use futures_util::FutureExt;
use roster_store::{ReadKind, Store, StoreError, Verdict};

use super::FatalPanic;
use super::task::{
    Outcome, give, hold, keep, leave_the_thread_of_the_caller, read, store, store_on, wait, write,
};
use crate::row_cache::RowCache;
use crate::{Options, SqliteStore};

fn assert_crashed(outcome: &Receiver<Outcome>, thread: &str) {
    assert_eq!(wait(outcome), Err(StoreError::Crashed(thread.to_owned())));
}

/// Waits until the store has noticed, and tries all kinds of work.
fn assert_does_nothing_more(store: &SqliteStore, thread: &str) {
    while store.is_reachable() {
        thread::yield_now();
    }
    assert_eq!(store.crash(), Some(StoreError::Crashed(thread.to_owned())));
    assert!(store.crashed().now_or_never().is_some());
    assert_crashed(&give(store, "after"), thread);
    for kind in [ReadKind::Point, ReadKind::Scan] {
        assert_crashed(&read(store, kind, |_| Ok(Verdict::Keep)), thread);
    }
    let mut stop = store.stop();
    while (&mut stop).now_or_never().is_none() {
        thread::yield_now();
    }
}

#[test]
fn a_panic_of_the_writer_stops_the_store() {
    let in_memory = SqliteStore::in_memory(Options::default()).unwrap();
    let (in_a_file, directory) = store();
    for store in [in_memory, in_a_file] {
        keep(&store, "before").unwrap();
        let (opener, held) = hold(&store);
        let deadly = write(&store, |_| panic_any(FatalPanic));
        let behind = give(&store, "behind");

        opener.send(()).unwrap();

        for outcome in [&held, &deadly, &behind] {
            assert_crashed(outcome, "roster-writer");
        }
        if store.metrics().flush_time.is_some() {
            assert_does_nothing_more(&store, "roster-writer");
        } else {
            // In memory, the writer runs reads too.
            assert_crashed(&give(&store, "after"), "roster-writer");
            assert!(!store.is_reachable());
        }
    }
    let path = directory.path().join("roster.db");
    let restarted = SqliteStore::open(&path, Options::default()).unwrap();
    assert!(super::task::shows(&restarted, "before"));
    for name in ["held", "behind", "after"] {
        assert!(!super::task::shows(&restarted, name), "{name}");
    }
}

#[test]
fn a_panic_of_the_scan_thread_stops_the_store() {
    let (store, _directory) = store();
    keep(&store, "before").unwrap();

    let deadly = read(&store, ReadKind::Scan, |rows| {
        leave_the_thread_of_the_caller(rows)?;
        panic_any(FatalPanic)
    });

    assert_crashed(&deadly, "roster-scans");
    assert_does_nothing_more(&store, "roster-scans");
}

#[test]
fn a_panic_of_the_flush_thread_stops_the_store() {
    let (store, _directory) = store_on(RowCache::new(), |opened| {
        opened.file.as_mut().expect("it is in a file").flush = Box::new(|| panic!("a failure of the test"));
    });

    let lost = give(&store, "lost");

    assert_crashed(&lost, "roster-flush");
    assert_does_nothing_more(&store, "roster-flush");
}

#[test]
fn a_panic_of_the_checkpoint_thread_stops_the_store() {
    let (store, _directory) = store_on(RowCache::new(), |opened| {
        let file = opened.file.as_mut().expect("it is in a file");
        file.checkpointer.run = |_| panic!("a failure of the test");
    });

    // The thread runs its first checkpoint when the log has grown.
    let mut outcomes = (0..10_000).map(|number| wait(&give(&store, format!("number {number}"))));
    let refused = outcomes.find_map(Result::err);

    assert_eq!(refused, Some(StoreError::Crashed("roster-log".to_owned())));
    assert_does_nothing_more(&store, "roster-log");
}
