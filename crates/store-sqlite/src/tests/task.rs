//! Work made of closures, and gates that hold it.

use std::sync::mpsc::{self, Receiver, Sender};

use futures_util::FutureExt;
use roster_domain::migrations::MIGRATIONS;
use roster_domain::records::User;
use roster_domain::{Entry, Key, Record};
use roster_store::{BoxFuture, Range, ReadKind, Rows, Store, StoreError, Verdict, Work, WriteError};
use rusqlite::Connection;
use tempfile::TempDir;

use crate::budget::SHORT_SCAN_ROWS;
use crate::open::Opened;
use crate::row_cache::RowCache;
use crate::{Options, SqliteStore, open};

pub(super) type Outcome = Result<(), StoreError>;

struct Task<F> {
    run: F,
    done: Sender<Outcome>,
}

impl<F: FnMut(&mut dyn Rows) -> Result<Verdict, StoreError> + Send> Work for Task<F> {
    fn run<'a>(&'a mut self, rows: &'a mut dyn Rows) -> BoxFuture<'a, Result<Verdict, StoreError>> {
        let verdict = (self.run)(rows);
        Box::pin(async { verdict })
    }

    fn finish(self: Box<Self>, outcome: Outcome) {
        self.done.send(outcome).expect("the test waits");
    }
}

pub(super) fn write(
    store: &SqliteStore,
    run: impl FnMut(&mut dyn Rows) -> Result<Verdict, StoreError> + Send + 'static,
) -> Receiver<Outcome> {
    let (done, outcome) = mpsc::channel();
    store.write(Box::new(Task { run, done }));
    outcome
}

pub(super) fn read(
    store: &SqliteStore,
    kind: ReadKind,
    run: impl FnMut(&mut dyn Rows) -> Result<Verdict, StoreError> + Send + 'static,
) -> Receiver<Outcome> {
    let (done, outcome) = mpsc::channel();
    store.read(kind, Box::new(Task { run, done }));
    outcome
}

/// Waits for the end of work.
pub(super) fn wait(outcome: &Receiver<Outcome>) -> Outcome {
    outcome.recv().expect("work is finished")
}

/// Holds the writer until something is sent: work given meanwhile shares a transaction.
pub(super) fn hold(store: &SqliteStore) -> (Sender<()>, Receiver<Outcome>) {
    let (opener, gate) = mpsc::channel();
    let (entered, inside) = mpsc::channel();
    let outcome = write(store, move |rows| {
        insert(rows, "held")?;
        entered.send(()).expect("the test waits");
        gate.recv().expect("the test opens the gate");
        Ok(Verdict::Keep)
    });
    inside.recv().expect("the writer is held");
    (opener, outcome)
}

pub(super) fn key(name: &str) -> Key {
    Key::new().text("acme").text(name)
}

pub(super) fn insert(rows: &mut dyn Rows, name: &str) -> Result<(), StoreError> {
    let key = key(name);
    let entries = [Entry {
        index: &User::BY_USERNAME,
        key: key.clone(),
    }];
    let inserted = rows.insert(User::KIND, &key, &[b'x'; 2000], &entries);
    match inserted.now_or_never().expect("done at once") {
        Err(WriteError::Store(error)) => Err(error),
        other => {
            other.expect("a free name");
            Ok(())
        }
    }
}

pub(super) fn delete(rows: &mut dyn Rows, name: &str) -> Result<(), StoreError> {
    let key = key(name);
    let entries = [Entry {
        index: &User::BY_USERNAME,
        key: key.clone(),
    }];
    let deleted = rows.delete(User::KIND, &key, &entries);
    deleted.now_or_never().expect("done at once")
}

pub(super) fn is_there(rows: &mut dyn Rows, name: &str) -> bool {
    let key = key(name);
    let body = rows.get(User::KIND, &key).now_or_never();
    body.expect("done at once").expect("no failure").is_some()
}

/// Reads too many rows for the thread that gives a scan. It ends there and runs anew.
pub(super) fn leave_the_thread_of_the_caller(rows: &mut dyn Rows) -> Result<(), StoreError> {
    let everything = Key::new();
    let range = Range {
        prefix: &everything,
        after: None,
        limit: SHORT_SCAN_ROWS,
    };
    let scanned = rows.scan(User::KIND, &User::BY_USERNAME, range).now_or_never();
    scanned.expect("done at once").map(drop)
}

/// Adds a row and waits.
pub(super) fn keep(store: &SqliteStore, name: &'static str) -> Outcome {
    wait(&give(store, name))
}

/// Gives work that adds a row.
pub(super) fn give(store: &SqliteStore, name: impl Into<String>) -> Receiver<Outcome> {
    let name = name.into();
    write(store, move |rows| insert(rows, &name).map(|()| Verdict::Keep))
}

/// Whether other reads see a row.
pub(super) fn shows(store: &SqliteStore, name: impl Into<String>) -> bool {
    let (name, (sender, found)) = (name.into(), mpsc::channel());
    let outcome = read(store, ReadKind::Point, move |rows| {
        sender.send(is_there(rows, &name)).expect("the test waits");
        Ok(Verdict::Keep)
    });
    assert_eq!(wait(&outcome), Ok(()));
    found.recv().expect("an answer")
}

/// A store whose writer's connection is prepared by the test.
pub(super) fn store_with(prepare: impl FnOnce(&mut Connection)) -> (SqliteStore, TempDir) {
    store_with_cache(RowCache::new(), prepare)
}

/// The same with a given row cache.
pub(super) fn store_with_cache(
    cache: RowCache,
    prepare: impl FnOnce(&mut Connection),
) -> (SqliteStore, TempDir) {
    store_on(cache, |opened| prepare(&mut opened.connection))
}

/// A store on a database that is prepared by the test.
pub(super) fn store_on(cache: RowCache, prepare: impl FnOnce(&mut Opened)) -> (SqliteStore, TempDir) {
    let directory = tempfile::tempdir().expect("a directory");
    let path = directory.path().join("roster.db");
    let mut opened = open::to_write(&path, MIGRATIONS).expect("a database");
    prepare(&mut opened);
    let store = SqliteStore::start(opened, Options::default(), cache).expect("threads");
    (store, directory)
}

pub(super) fn store() -> (SqliteStore, TempDir) {
    store_with(|_| {})
}
