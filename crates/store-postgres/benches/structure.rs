//! Inserts and removals of users per second, by several independent stores, on the cluster that `ROSTER_TEST_POSTGRES` names:
//! `cargo bench -p roster-store-postgres --features cluster --bench structure -- [seconds] [in flight]
//! [stores]`.
//!
//! A removal looks for a missing password, as for a user who signs in elsewhere. A count is a range query before a write.

use std::sync::mpsc::{self, Sender};
use std::time::{Duration, Instant};

use roster_domain::audit::AuditRecord;
use roster_domain::clock::{Clock, SystemClock};
use roster_domain::records::{PasswordHash, User};
use roster_domain::{Entry, Key, Record};
use roster_store::{BoxFuture, Rows, Store, StoreError, Verdict, Work, WriteError};
use roster_store_postgres::{Options, PostgresStore, cluster};

fn main() {
    let mut arguments = std::env::args()
        .skip(1)
        .filter_map(|argument| argument.parse().ok());
    let mut argument = |default| arguments.next().unwrap_or(default);
    let time = Duration::from_secs(argument(5));
    let in_flight = argument(64);
    let url = cluster::place();
    let stores: Vec<_> = (0..argument(2))
        .map(|_| PostgresStore::open(cluster::settings(&url), &Options::default()).expect("a store"))
        .collect();

    let mut load = Load::new(&stores);
    let created = load.run(time, in_flight, Deed::Create);
    let removed = load.run(time, in_flight, Deed::Remove);
    load.counts = true;
    let beside = load.run(time, in_flight, Deed::Create);
    println!("creates/s {created:.0}, removals/s {removed:.0}; creates/s beside one who counts {beside:.0}");
    let counted = load.run(time, 1, Deed::Count);
    println!("counts/s, one after the other {counted:.0}");
}

/// What is done with a user.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Deed {
    Create,
    Remove,
    Count,
}

struct Load<'s> {
    stores: &'s [PostgresStore],
    created: u64,
    removed: u64,
    /// Whether another instance is counted all the time.
    counts: bool,
    sender: Sender<Deed>,
    ended: mpsc::Receiver<Deed>,
}

impl<'s> Load<'s> {
    fn new(stores: &'s [PostgresStore]) -> Self {
        let (sender, ended) = mpsc::channel();
        Self {
            stores,
            created: 0,
            removed: 0,
            counts: false,
            sender,
            ended,
        }
    }

    /// Operations per second with a number in flight; removals end when no users are left.
    fn run(&mut self, time: Duration, in_flight: u64, deed: Deed) -> f64 {
        let start = Instant::now();
        let (mut given, mut done) = (0, 0_u32);
        let beside = u64::from(self.counts && deed != Deed::Count);
        (0..beside).for_each(|_| self.give(Deed::Count));
        while given < in_flight && self.give_next(deed) {
            given += 1;
        }
        let mut waiting = given + beside;
        let mut seconds = 0.0;
        while waiting > 0 {
            let ended = self.ended.recv().expect("the end of a piece of work");
            waiting -= 1;
            if ended == deed {
                done += 1;
                seconds = start.elapsed().as_secs_f64();
            }
            let goes_on = start.elapsed() < time;
            if goes_on && (ended != deed || self.give_next(deed)) {
                if ended != deed {
                    self.give(ended);
                }
                waiting += 1;
            }
        }
        f64::from(done) / seconds
    }

    fn give_next(&mut self, deed: Deed) -> bool {
        let left = deed != Deed::Remove || self.removed < self.created;
        if left {
            self.give(deed);
        }
        left
    }

    fn give(&mut self, deed: Deed) {
        let number = match deed {
            Deed::Create => {
                self.created += 1;
                self.created
            }
            Deed::Remove => {
                self.removed += 1;
                self.removed
            }
            Deed::Count => 0,
        };
        let place = usize::try_from(number).expect("a small number") % self.stores.len();
        self.stores[place].write(Box::new(Piece {
            deed,
            number,
            ended: self.sender.clone(),
        }));
    }
}

struct Piece {
    deed: Deed,
    number: u64,
    ended: Sender<Deed>,
}

impl Piece {
    fn key(&self) -> Key {
        let spread = self.number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        Key::new().text("acme").text(&format!("{spread:016x}"))
    }

    fn entry(&self) -> Entry {
        Entry {
            index: &User::BY_USERNAME,
            key: Key::new().text("acme").text(&format!("user{}", self.number)),
        }
    }

    async fn act(&self, rows: &mut dyn Rows) -> Result<(), WriteError> {
        let (key, entries) = (self.key(), [self.entry()]);
        match self.deed {
            Deed::Create => rows.insert(User::KIND, &key, &[b' '; 400], &entries).await?,
            Deed::Remove => {
                let password = rows.get(PasswordHash::KIND, &key).await?;
                assert!(password.is_none());
                rows.delete(User::KIND, &key, &entries).await?;
            }
            Deed::Count => {
                let others = Key::new().text("other");
                rows.count(User::KIND, &User::BY_USERNAME, &others).await?;
            }
        }
        Ok(rows.audit(&record()).await?)
    }
}

impl Work for Piece {
    fn run<'a>(&'a mut self, rows: &'a mut dyn Rows) -> BoxFuture<'a, Result<Verdict, StoreError>> {
        Box::pin(async move {
            match self.act(rows).await {
                Ok(()) => Ok(Verdict::Keep),
                Err(WriteError::Store(error)) => Err(error),
                Err(WriteError::Taken(_)) => Ok(Verdict::Undo),
            }
        })
    }

    fn finish(self: Box<Self>, outcome: Result<(), StoreError>) {
        outcome.expect("work that was kept");
        // Whoever measures may have seen enough.
        _ = self.ended.send(self.deed);
    }
}

fn record() -> AuditRecord {
    let record = serde_json::json!({"Time": 0, "RequestId": "1", "SourceAddress": "127.0.0.1"});
    let record: AuditRecord = serde_json::from_value(record).expect("an audit record");
    AuditRecord {
        time: SystemClock.now().into(),
        ..record
    }
}
