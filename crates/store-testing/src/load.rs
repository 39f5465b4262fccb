//! A load to measure engines with. Each update does what a handler does: it reads a user, writes its body and appends an
//! audit record.

use std::sync::mpsc::{self, Receiver, Sender};
use std::time::{Duration, Instant};

use roster_domain::audit::AuditRecord;
use roster_domain::records::User;
use roster_domain::{Entry, Key, Record};

use roster_store::{BoxFuture, Rows, Store, StoreError, Verdict, Work, WriteError};

const BODY_BYTES: usize = 400;
/// How many inserts are in flight while a store is filled.
const FILLING: u64 = 2_000;

/// The size of a load.
#[derive(Clone, Copy, Debug)]
pub struct Load {
    /// Its duration.
    pub time: Duration,
    /// How many updates are in flight.
    pub in_flight: u64,
    /// The number of users.
    pub rows: u64,
}

/// Updates per second, and the latencies.
#[derive(Clone, Debug)]
pub struct Measured {
    seconds: f64,
    /// Sorted.
    latencies: Vec<Duration>,
}

impl std::fmt::Display for Measured {
    #[expect(clippy::cast_precision_loss, reason = "a figure for people")]
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let at = |permille: usize| self.latencies[(self.latencies.len() - 1) * permille / 1000];
        write!(
            formatter,
            "{:.0} updates/s; p50 {:?}, p99 {:?}, p99.9 {:?}, longest {:?}",
            self.latencies.len() as f64 / self.seconds,
            at(500),
            at(990),
            at(999),
            at(1000),
        )
    }
}

/// Fills a store with users, and updates them.
///
/// # Panics
///
/// If an update fails.
pub fn updates(store: &dyn Store, load: &Load) -> Measured {
    fill(store, load.rows);
    let start = Instant::now();
    let mut latencies = run(store, load.time, load.in_flight, load.rows);
    let seconds = start.elapsed().as_secs_f64();
    latencies.sort_unstable();
    Measured { seconds, latencies }
}

/// Keeps a number of updates in flight; returns the latencies.
fn run(store: &dyn Store, time: Duration, in_flight: u64, rows: u64) -> Vec<Duration> {
    let (sender, finished) = mpsc::channel();
    let start = Instant::now();
    let mut numbers = numbers(rows);
    let record = record();
    let mut give = |store: &dyn Store| {
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

/// Numbers below a limit in random order (a linear congruential generator).
fn numbers(limit: u64) -> impl Iterator<Item = u64> {
    std::iter::successors(Some(1_u64), |last| {
        Some(
            last.wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407),
        )
    })
    .map(move |state| (state >> 33) % limit)
}

fn fill(store: &dyn Store, rows: u64) {
    let (sender, finished) = mpsc::channel();
    let give = |number| {
        store.write(Box::new(Fill {
            number,
            finished: sender.clone(),
        }));
    };
    (0..FILLING.min(rows)).for_each(give);
    for number in FILLING..rows {
        finished.recv().expect("a row that was kept");
        give(number);
    }
    for _ in 0..FILLING.min(rows) {
        finished.recv().expect("a row that was kept");
    }
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
        if let Err(error) = &outcome {
            eprintln!("{error}");
        } else {
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
            let mut body = body
                .ok_or_else(|| StoreError::Engine("no such user".to_owned()))?
                .to_vec();
            body[0] = body[0].wrapping_add(1);
            let updated = rows.update(User::KIND, &key, &body.into(), &[], &[]).await;
            rows.audit(&self.record).await?;
            kept(updated)
        })
    }

    fn finish(self: Box<Self>, outcome: Result<(), StoreError>) {
        if let Err(error) = &outcome {
            eprintln!("{error}");
        } else {
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
