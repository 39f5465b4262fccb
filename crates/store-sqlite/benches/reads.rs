//! What a read of one record costs on the calling thread: `cargo bench -p roster-store-sqlite --bench reads`.

use std::sync::mpsc;

use divan::Bencher;
use roster_domain::records::User;
use roster_domain::{Key, Record};
use roster_store::{BoxFuture, ReadKind, Rows, Store, StoreError, Verdict, Work, WriteError};
use roster_store_sqlite::{Options, SqliteStore};
use tempfile::TempDir;

const ROWS: u64 = 100_000;

fn main() {
    divan::main();
}

#[divan::bench(threads = [1, 2], args = [1, 4], sample_count = 200)]
fn point(bencher: Bencher<'_, '_>, records: u64) {
    let (store, _directory) = store();
    bencher.bench(|| store.read(ReadKind::Point, Box::new(Read { records })));
}

fn store() -> (SqliteStore, TempDir) {
    let directory = tempfile::tempdir().expect("a directory");
    let store = SqliteStore::open(&directory.path().join("roster.db"), Options::default());
    let store = store.expect("a store");
    let (sender, finished) = mpsc::channel();
    store.write(Box::new(Fill(sender)));
    finished.recv().expect("an end").expect("all rows are there");
    (store, directory)
}

fn key(number: u64) -> Key {
    Key::new().text("acme").text(&number.to_string())
}

struct Read {
    records: u64,
}

impl Work for Read {
    fn run<'a>(&'a mut self, rows: &'a mut dyn Rows) -> BoxFuture<'a, Result<Verdict, StoreError>> {
        Box::pin(async move {
            for number in 0..self.records {
                let body = rows.get(User::KIND, &key(number * ROWS / 5)).await?;
                assert!(body.is_some(), "it is there");
            }
            Ok(Verdict::Keep)
        })
    }

    fn finish(self: Box<Self>, outcome: Result<(), StoreError>) {
        outcome.expect("a read");
    }
}

struct Fill(mpsc::Sender<Result<(), StoreError>>);

impl Work for Fill {
    fn run<'a>(&'a mut self, rows: &'a mut dyn Rows) -> BoxFuture<'a, Result<Verdict, StoreError>> {
        Box::pin(async move {
            for number in 0..ROWS {
                match rows.insert(User::KIND, &key(number), &[b' '; 400], &[]).await {
                    Ok(()) => {}
                    Err(WriteError::Store(error)) => return Err(error),
                    Err(WriteError::Taken(_)) => return Ok(Verdict::Undo),
                }
            }
            Ok(Verdict::Keep)
        })
    }

    fn finish(self: Box<Self>, outcome: Result<(), StoreError>) {
        self.0.send(outcome).expect("the test waits");
    }
}
