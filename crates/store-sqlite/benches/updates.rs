//! How many updates a second, and how long each takes, when many are asked for at once:
//! `cargo bench -p roster-store-sqlite --bench updates -- [seconds] [in flight] [rows] [batch limit]`.
//!
//! An update is what a handler does: read a user, write its body, append an audit record. The
//! figures are for durable commits, checkpoints included.

use std::path::PathBuf;
use std::sync::mpsc::{self, Receiver, Sender};
use std::time::{Duration, Instant};

use roster_domain::audit::AuditRecord;
use roster_domain::records::User;
use roster_domain::{Entry, Key, Record};
use roster_store::{BoxFuture, Rows, Store, StoreError, Verdict, Work, WriteError};
use roster_store_sqlite::{Options, SqliteStore};

const BODY_BYTES: usize = 400;

fn main() {
    let mut arguments = std::env::args()
        .skip(1)
        .filter_map(|argument| argument.parse().ok());
    let mut argument = |default| arguments.next().unwrap_or(default);
    let (seconds, in_flight, rows) = (argument(10), argument(64), argument(100_000));
    let options = Options {
        batch_limit: usize::try_from(argument(512)).expect("a small number"),
        ..Options::default()
    };

    let directory = tempfile::tempdir().expect("a directory");
    let path: PathBuf = directory.path().join("roster.db");
    let store = SqliteStore::open(&path, options).expect("a store");
    fill(&store, rows);

    let mut latencies = run(&store, Duration::from_secs(seconds), in_flight, rows);
    latencies.sort_unstable();
    let at = |permille: usize| latencies[(latencies.len() - 1) * permille / 1000];
    println!(
        "{} updates/s; p50 {:?}, p99 {:?}, p99.9 {:?}, longest {:?}",
        latencies.len() as u64 / seconds,
        at(500),
        at(990),
        at(999),
        at(1000),
    );
}

/// Keeps so many updates in flight for a while; tells how long each took.
fn run(store: &SqliteStore, time: Duration, in_flight: u64, rows: u64) -> Vec<Duration> {
    let (sender, finished) = mpsc::channel();
    let start = Instant::now();
    let mut numbers = numbers(rows);
    let record = record();
    let mut give = |store: &SqliteStore| {
        let number = numbers.next().expect("endless");
        store.write(Box::new(Update {
            number,
            record: record.clone(),
            given: Instant::now(),
            finished: sender.clone(),
        }));
    };
    (0..in_flight).for_each(|_| give(store));
    let mut latencies = Vec::new();
    while start.elapsed() < time {
        latencies.push(wait(&finished));
        give(store);
    }
    latencies.extend((0..in_flight).map(|_| wait(&finished)));
    latencies
}

fn wait(finished: &Receiver<Duration>) -> Duration {
    finished.recv().expect("an update that succeeded")
}

/// Numbers below a limit that jump about as requests would (a linear congruential generator).
fn numbers(limit: u64) -> impl Iterator<Item = u64> {
    std::iter::successors(Some(1_u64), |last| {
        Some(
            last.wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407),
        )
    })
    .map(move |state| (state >> 33) % limit)
}

fn fill(store: &SqliteStore, rows: u64) {
    let (sender, finished) = mpsc::channel();
    for number in 0..rows {
        store.write(Box::new(Fill {
            number,
            finished: sender.clone(),
        }));
    }
    drop(sender);
    assert_eq!(finished.iter().count() as u64, rows, "all rows are there");
}

fn key(number: u64) -> Key {
    Key::new()
        .text("a1b2c3d4")
        .text(&format!("{:016x}", number.wrapping_mul(0x9e37_79b9_7f4a_7c15)))
}

fn entry(number: u64) -> Entry {
    Entry {
        index: &User::BY_USERNAME,
        key: Key::new().text("a1b2c3d4").text(&format!("user{number}")),
    }
}

fn record() -> AuditRecord {
    let record = serde_json::json!({
        "Time": 1_795_256_130.0,
        "RequestId": "87654321-2222-1234-1234-111234567891",
        "Operation": "UpdateUserIdentityInfo",
        "Resource": "arn:aws:connect:us-east-1:123456789012:instance/a1b2c3d4-5678-90ab-cdef-EXAMPLE11111",
        "Principal": "arn:aws:iam::123456789012:user/admin",
        "AccessKeyId": "AKIAIOSFODNN7EXAMPLE",
        "SourceAddress": "192.0.2.1",
        "UserAgent": "Boto3/1.40.0 md/Botocore#1.40.0",
        "Changes": [
            {"Record": "user", "Member": "IdentityInfo.Email", "Before": "mary@example.com", "After": "m@example.com"},
        ],
    });
    serde_json::from_value(record).expect("a record")
}

struct Fill {
    number: u64,
    finished: Sender<()>,
}

impl Work for Fill {
    fn run<'a>(&'a mut self, rows: &'a mut dyn Rows) -> BoxFuture<'a, Result<Verdict, StoreError>> {
        Box::pin(async move {
            let inserted = rows
                .insert(
                    User::KIND,
                    &key(self.number),
                    &[b' '; BODY_BYTES],
                    &[entry(self.number)],
                )
                .await;
            kept(inserted)
        })
    }

    fn finish(self: Box<Self>, outcome: Result<(), StoreError>) {
        if outcome.is_ok() {
            _ = self.finished.send(());
        }
    }
}

struct Update {
    number: u64,
    record: AuditRecord,
    given: Instant,
    finished: Sender<Duration>,
}

impl Work for Update {
    fn run<'a>(&'a mut self, rows: &'a mut dyn Rows) -> BoxFuture<'a, Result<Verdict, StoreError>> {
        Box::pin(async move {
            let key = key(self.number);
            let body = rows.get(User::KIND, &key).await?;
            let mut body = body.ok_or_else(|| StoreError::Engine("no such user".to_owned()))?;
            body[0] = body[0].wrapping_add(1);
            let updated = rows.update(User::KIND, &key, &body, &[], &[]).await;
            rows.audit(&self.record).await?;
            kept(updated)
        })
    }

    fn finish(self: Box<Self>, outcome: Result<(), StoreError>) {
        if outcome.is_ok() {
            _ = self.finished.send(self.given.elapsed());
        }
    }
}

fn kept(written: Result<(), WriteError>) -> Result<Verdict, StoreError> {
    match written {
        Ok(()) => Ok(Verdict::Keep),
        Err(WriteError::Store(error)) => Err(error),
        Err(WriteError::Taken(_)) => Ok(Verdict::Undo),
    }
}
