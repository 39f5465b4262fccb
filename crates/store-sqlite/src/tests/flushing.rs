//! Finished work is on disk, and the writer does not wait for the disk.

use std::fs;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{self, Receiver, Sender, TryRecvError};
use std::thread;

use futures_util::FutureExt;
use roster_store::{ReadKind, Store, StoreError, Verdict};
use tempfile::TempDir;

use super::task::{delete, give, insert, is_there, keep, read, shows, store_on, wait, write};
use crate::flush::Flush;
use crate::row_cache::RowCache;
use crate::{Options, SqliteStore};

/// A store with a flush function of the test.
fn store_flushed_by(flush: Flush) -> (SqliteStore, TempDir) {
    store_on(RowCache::new(), |opened| {
        opened.file.as_mut().expect("it is in a file").flush = flush;
    })
}

/// A store whose flush reports that it has begun, and ends as the test says; with success once the test has dropped its
/// sender.
fn store_on_a_slow_disk() -> (SqliteStore, TempDir, Receiver<()>, Sender<io::Result<()>>) {
    let (begun, begins) = mpsc::channel();
    let (opener, gate) = mpsc::channel();
    let (store, directory) = store_flushed_by(Box::new(move || {
        // The test may be over.
        _ = begun.send(());
        gate.recv().unwrap_or(Ok(()))
    }));
    (store, directory, begins, opener)
}

#[test]
fn work_is_not_finished_before_it_is_on_disk() {
    let (store, _directory, begins, opener) = store_on_a_slow_disk();
    let kept = give(&store, "ana");
    begins.recv().unwrap();
    assert_eq!(kept.try_recv(), Err(TryRecvError::Empty));
    opener.send(Ok(())).unwrap();
    assert_eq!(wait(&kept), Ok(()));
}

#[test]
fn the_writer_continues_during_a_flush() {
    let (store, _directory, begins, opener) = store_on_a_slow_disk();
    let first = give(&store, "first");
    begins.recv().unwrap();

    let (ran, runs) = mpsc::channel();
    let second = write(&store, move |rows| {
        assert!(is_there(rows, "first"));
        ran.send(()).unwrap();
        insert(rows, "second").map(|()| Verdict::Keep)
    });
    runs.recv().unwrap();
    assert_eq!(first.try_recv(), Err(TryRecvError::Empty));
    assert_eq!(second.try_recv(), Err(TryRecvError::Empty));
    drop(opener);
    assert_eq!([first, second].map(|work| wait(&work)), [Ok(()), Ok(())]);
}

#[test]
fn a_read_waits_until_what_it_has_seen_is_on_disk() {
    let (store, _directory, begins, opener) = store_on_a_slow_disk();
    let kept = give(&store, "ana");
    begins.recv().unwrap();
    let asked = read(&store, ReadKind::Point, |rows| {
        assert!(is_there(rows, "ana"));
        Ok(Verdict::Keep)
    });
    assert_eq!(asked.try_recv(), Err(TryRecvError::Empty));
    opener.send(Ok(())).unwrap();
    assert_eq!([kept, asked].map(|work| wait(&work)), [Ok(()), Ok(())]);
}

#[test]
fn a_cached_row_is_read_as_it_is_on_disk_without_waiting() {
    let (store, _directory, begins, opener) = store_on_a_slow_disk();
    let kept = give(&store, "ana");
    opener.send(Ok(())).unwrap();
    assert_eq!(wait(&kept), Ok(()));
    begins.recv().unwrap();
    assert!(shows(&store, "ana"));

    let deleted = write(&store, |rows| delete(rows, "ana").map(|()| Verdict::Keep));
    begins.recv().unwrap();
    assert!(shows(&store, "ana"));
    opener.send(Ok(())).unwrap();
    assert_eq!(wait(&deleted), Ok(()));
    assert!(!shows(&store, "ana"));
}

#[test]
fn a_failed_flush_stops_the_store_until_a_restart() {
    let (store, directory, begins, opener) = store_on_a_slow_disk();
    opener.send(Ok(())).unwrap();
    keep(&store, "before").unwrap();
    assert!(shows(&store, "before"));
    assert!(store.is_reachable());
    begins.recv().unwrap();

    let lost = give(&store, "lost");
    begins.recv().unwrap();
    let behind = give(&store, "behind");
    opener
        .send(Err(io::Error::other("a failure of the test")))
        .unwrap();
    drop(opener);
    let (lost, behind) = (wait(&lost), wait(&behind));
    let after = give(&store, "after");
    for outcome in [lost, behind, wait(&after)] {
        let Err(StoreError::Unflushed(error)) = outcome else {
            panic!("{outcome:?}");
        };
        assert!(error.contains("a failure of the test"), "{error}");
    }
    assert!(!store.is_reachable(), "only a restart helps");
    for kind in [ReadKind::Point, ReadKind::Scan] {
        let asked = read(&store, kind, |rows| {
            is_there(rows, "before");
            Ok(Verdict::Keep)
        });
        assert!(wait(&asked).is_err());
    }

    // The readers close first: the last connection to close runs a checkpoint.
    let mut stop = store.stop();
    while (&mut stop).now_or_never().is_none() {
        thread::yield_now();
    }
    drop(store);
    let log = fs::metadata(directory.path().join("roster.db-wal")).unwrap();
    assert!(log.len() > 0, "the log is kept");
    let path = directory.path().join("roster.db");
    let restarted = SqliteStore::open(&path, Options::default()).unwrap();
    assert!(shows(&restarted, "before") && !shows(&restarted, "after"));
}

/// After a power failure, only the flushed part of the log is left.
#[test]
fn everything_acknowledged_is_flushed() {
    let flushed = Arc::new(AtomicU64::new(0));
    let directory = Arc::new(std::sync::OnceLock::<std::path::PathBuf>::new());
    let (bytes, log) = (Arc::clone(&flushed), Arc::clone(&directory));
    let (store, kept_in) = store_flushed_by(Box::new(move || {
        let log = fs::metadata(log.get().expect("it is set by now"))?;
        bytes.store(log.len(), Ordering::SeqCst);
        Ok(())
    }));
    directory.set(kept_in.path().join("roster.db-wal")).unwrap();

    for round in 0..20 {
        let names: Vec<_> = (0..3).map(|number| format!("{round}-{number}")).collect();
        let given: Vec<_> = names.iter().map(|name| give(&store, name.clone())).collect();
        assert!(given.iter().all(|work| wait(work).is_ok()));
        let length = flushed.load(Ordering::SeqCst);

        let crashed = tempfile::tempdir().unwrap();
        for file in ["roster.db", "roster.db-wal"] {
            fs::copy(kept_in.path().join(file), crashed.path().join(file)).unwrap();
        }
        let log = fs::OpenOptions::new()
            .write(true)
            .open(crashed.path().join("roster.db-wal"));
        log.unwrap().set_len(length).unwrap();
        let path = crashed.path().join("roster.db");
        let recovered = SqliteStore::open(&path, Options::default()).unwrap();
        assert!(names.iter().all(|name| shows(&recovered, name.clone())));
    }
}
