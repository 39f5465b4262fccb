//! A thread that panics: nothing more is done or told, and nobody is kept waiting.

use std::panic::panic_any;
use std::sync::mpsc::Receiver;
use std::thread;

use futures_util::FutureExt;
use roster_store::{Store, StoreError, Verdict, Weight};

use super::Deadly;
use super::task::{Outcome, give, hold, keep, read, store, store_on, wait, write};
use crate::cache::Bodies;
use crate::{Options, SqliteStore};

fn assert_crashed(outcome: &Receiver<Outcome>, thread: &str) {
    assert_eq!(wait(outcome), Err(StoreError::Crashed(thread.to_owned())));
}

/// Waits until a store has noticed, and tries it in every way.
fn assert_does_nothing_more(store: &SqliteStore, thread: &str) {
    while store.is_reachable() {
        thread::yield_now();
    }
    assert_eq!(store.crash(), Some(StoreError::Crashed(thread.to_owned())));
    assert_crashed(&give(store, "after"), thread);
    for weight in [Weight::Point, Weight::Scan] {
        assert_crashed(&read(store, weight, |_| Ok(Verdict::Keep)), thread);
    }
    let mut stop = store.stop();
    while (&mut stop).now_or_never().is_none() {
        thread::yield_now();
    }
}

#[test]
fn a_store_whose_writer_has_panicked_does_nothing_more() {
    let in_memory = SqliteStore::in_memory(Options::default()).unwrap();
    let (in_a_file, directory) = store();
    for store in [in_memory, in_a_file] {
        keep(&store, "before").unwrap();
        let (opener, held) = hold(&store);
        let deadly = write(&store, |_| panic_any(Deadly));
        let behind = give(&store, "behind");

        opener.send(()).unwrap();

        for outcome in [&held, &deadly, &behind] {
            assert_crashed(outcome, "roster-writer");
        }
        if store.figures().flush_time.is_some() {
            assert_does_nothing_more(&store, "roster-writer");
        } else {
            // There, the writer reads as well.
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
fn a_store_whose_thread_for_lists_has_panicked_does_nothing_more() {
    let (store, _directory) = store();
    keep(&store, "before").unwrap();

    let deadly = read(&store, Weight::Scan, |_| panic_any(Deadly));

    assert_crashed(&deadly, "roster-scans");
    assert_does_nothing_more(&store, "roster-scans");
}

#[test]
fn a_store_whose_flushing_thread_has_panicked_does_nothing_more() {
    let (store, _directory) = store_on(Bodies::new(), |opened| {
        opened.file.as_mut().expect("it is in a file").flush = Box::new(|| panic!("as a test wants it"));
    });

    let lost = give(&store, "lost");

    assert_crashed(&lost, "roster-flush");
    assert_does_nothing_more(&store, "roster-flush");
}
