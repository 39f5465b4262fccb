//! What is answered is on disk, and what is not on disk keeps nobody from working.

use std::fs;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{self, Receiver, Sender, TryRecvError};
use std::thread;

use futures_util::FutureExt;
use roster_store::{Store, StoreError, Verdict, Weight};
use tempfile::TempDir;

use super::task::{delete, give, insert, is_there, keep, read, shows, store_on, wait, write};
use crate::cache::Bodies;
use crate::flush::Flush;
use crate::{Options, SqliteStore};

/// A store whose disk is flushed by the test.
fn store_flushed_by(flush: Flush) -> (SqliteStore, TempDir) {
    store_on(Bodies::new(), |opened| {
        opened.file.as_mut().expect("it is in a file").flush = flush;
    })
}

/// A store on a disk that says when a flush has begun, and waits to hear how it ends. When there is
/// nobody to tell it, it succeeds.
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
fn nothing_is_told_before_it_is_on_disk() {
    let (store, _directory, begins, opener) = store_on_a_slow_disk();
    let kept = give(&store, "ana");
    begins.recv().unwrap();
    assert_eq!(kept.try_recv(), Err(TryRecvError::Empty));
    opener.send(Ok(())).unwrap();
    assert_eq!(wait(&kept), Ok(()));
}

#[test]
fn the_writer_goes_on_while_the_disk_is_flushed() {
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
fn a_read_is_told_nothing_that_is_not_on_disk() {
    let (store, _directory, begins, opener) = store_on_a_slow_disk();
    let kept = give(&store, "ana");
    begins.recv().unwrap();
    let asked = read(&store, Weight::Point, |rows| {
        assert!(is_there(rows, "ana"));
        Ok(Verdict::Keep)
    });
    assert_eq!(asked.try_recv(), Err(TryRecvError::Empty));
    opener.send(Ok(())).unwrap();
    assert_eq!([kept, asked].map(|work| wait(&work)), [Ok(()), Ok(())]);
}

#[test]
fn what_is_known_is_read_as_it_is_on_disk_without_waiting() {
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
fn a_disk_that_could_not_be_flushed_once_is_never_trusted_again() {
    let (store, directory, begins, opener) = store_on_a_slow_disk();
    opener.send(Ok(())).unwrap();
    keep(&store, "before").unwrap();
    assert!(shows(&store, "before"));
    assert!(store.is_reachable());
    begins.recv().unwrap();

    let lost = give(&store, "lost");
    begins.recv().unwrap();
    let behind = give(&store, "behind");
    opener.send(Err(io::Error::other("as a test wants it"))).unwrap();
    drop(opener);
    let (lost, behind) = (wait(&lost), wait(&behind));
    let after = give(&store, "after");
    for outcome in [lost, behind, wait(&after)] {
        let Err(StoreError::Unflushed(error)) = outcome else {
            panic!("{outcome:?}");
        };
        assert!(error.contains("as a test wants it"), "{error}");
    }
    assert!(!store.is_reachable(), "only a restart helps");
    for weight in [Weight::Point, Weight::Scan] {
        let asked = read(&store, weight, |rows| {
            is_there(rows, "before");
            Ok(Verdict::Keep)
        });
        assert!(wait(&asked).is_err());
    }

    // All who read go first: who goes last would empty the log.
    let mut stop = store.stop();
    while (&mut stop).now_or_never().is_none() {
        thread::yield_now();
    }
    drop(store);
    let log = fs::metadata(directory.path().join("roster.db-wal")).unwrap();
    assert!(log.len() > 0, "what nobody can vouch for is left where it is");
    let path = directory.path().join("roster.db");
    let restarted = SqliteStore::open(&path, Options::default()).unwrap();
    assert!(shows(&restarted, "before") && !shows(&restarted, "after"));
}

/// A machine goes down: of the log nothing is left but what was flushed.
#[test]
fn everything_acknowledged_was_flushed() {
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
