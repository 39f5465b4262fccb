//! Work for the tests, like that of handlers.

use std::sync::mpsc::{self, Receiver, Sender};

use roster_domain::audit::{AuditRecord, ChainHead, Head, REGISTER, Register, verify_link};
use roster_domain::records::User;
use roster_domain::{Entry, Key, Record};
use roster_store::{AuditLog, BoxFuture, ReadKind, Rows, Store, StoreError, Verdict, Work, WriteError};
use roster_store_postgres::{PostgresAudit, cluster};

/// What a piece of work does, and returns.
pub(crate) type Deed<T> =
    Box<dyn for<'a> FnMut(&'a mut dyn Rows) -> BoxFuture<'a, Result<T, WriteError>> + Send>;

/// The outcome: what it returned; `None` if it was undone.
pub(crate) type Outcome<T> = Result<T, StoreError>;

struct Piece<T> {
    deed: Deed<T>,
    seen: Option<T>,
    outcome: Sender<Outcome<Option<T>>>,
}

impl<T: Send> Work for Piece<T> {
    fn run<'a>(&'a mut self, rows: &'a mut dyn Rows) -> BoxFuture<'a, Result<Verdict, StoreError>> {
        Box::pin(async move {
            match (self.deed)(rows).await {
                Ok(seen) => {
                    self.seen = Some(seen);
                    Ok(Verdict::Keep)
                }
                Err(WriteError::Taken(_)) => {
                    self.seen = None;
                    Ok(Verdict::Undo)
                }
                Err(WriteError::Store(error)) => Err(error),
            }
        })
    }

    fn finish(self: Box<Self>, outcome: Result<(), StoreError>) {
        let Self {
            seen, outcome: told, ..
        } = *self;
        // A test that has failed waits no more.
        _ = told.send(outcome.map(|()| seen));
    }
}

pub(crate) fn give<T: Send + 'static>(store: &dyn Store, deed: Deed<T>) -> Receiver<Outcome<Option<T>>> {
    let (outcome, done) = mpsc::channel();
    let seen = None;
    store.write(Box::new(Piece { deed, seen, outcome }));
    done
}

pub(crate) fn read<T: Send + 'static>(store: &dyn Store, deed: Deed<T>) -> T {
    let (outcome, done) = mpsc::channel();
    let seen = None;
    store.read(ReadKind::Scan, Box::new(Piece { deed, seen, outcome }));
    done.recv()
        .expect("an end")
        .expect("a read")
        .expect("something seen")
}

pub(crate) fn keep<T: Send + 'static>(store: &dyn Store, deed: Deed<T>) -> T {
    ended(&give(store, deed))
}

/// What work returned that was kept.
pub(crate) fn ended<T>(done: &Receiver<Outcome<Option<T>>>) -> T {
    done.recv()
        .expect("an end")
        .expect("no failure")
        .expect("nothing was taken")
}

pub(crate) fn key(name: &str) -> Key {
    Key::new().text("acme").text(name)
}

/// The entry of a name.
pub(crate) fn by_name(name: &str) -> Entry {
    Entry {
        index: &User::BY_USERNAME,
        key: key(name),
    }
}

/// The entry of a reference to a profile.
pub(crate) fn by_profile(profile: &str, name: &str) -> Entry {
    Entry {
        index: &User::BY_ROUTING_PROFILE,
        key: key(profile).text(name),
    }
}

pub(crate) fn number(body: Option<&[u8]>) -> u64 {
    let text = body.map(|body| std::str::from_utf8(body).expect("a number"));
    text.map_or(0, |text| text.parse().expect("a number"))
}

/// Increments a number.
pub(crate) fn count_up(counter: &'static str) -> Deed<u64> {
    Box::new(move |rows| {
        Box::pin(async move {
            let key = key(counter);
            let last = number(rows.get(User::KIND, &key).await?.as_deref());
            let next = (last + 1).to_string();
            rows.update(User::KIND, &key, &next.into_bytes().into(), &[], &[])
                .await?;
            rows.audit(&record()).await?;
            Ok(last + 1)
        })
    })
}

pub(crate) fn insert(name: String, entries: Vec<Entry>) -> Deed<()> {
    Box::new(move |rows| {
        let (name, entries) = (name.clone(), entries.clone());
        Box::pin(async move {
            let key = key(&name);
            rows.insert(User::KIND, &key, b"0", &entries).await?;
            rows.audit(&record()).await.map_err(WriteError::from)
        })
    })
}

pub(crate) fn current(counter: &'static str) -> Deed<u64> {
    Box::new(move |rows| {
        Box::pin(async move { Ok(number(rows.get(User::KIND, &key(counter)).await?.as_deref())) })
    })
}

pub(crate) fn record() -> AuditRecord {
    record_at(1_795_256_130)
}

/// A record with a time in seconds since 1970.
pub(crate) fn record_at(seconds: i64) -> AuditRecord {
    let record = serde_json::json!({"Time": seconds, "RequestId": "1", "SourceAddress": "127.0.0.1"});
    serde_json::from_value(record).expect("an audit record")
}

/// Verifies every chain, and that none is missing; returns how many records there are.
pub(crate) fn verified(url: &str) -> u64 {
    let mut log = PostgresAudit::open(&cluster::settings(url)).expect("an audit");
    let mut register = Register::default();
    let chains = log.chains().expect("chains");
    for ChainHead { chain, head } in &chains {
        let chained = log.after(chain, 0, usize::MAX).expect("records");
        let last = chained.iter().try_fold(Head::default(), |head, chained| {
            if chain == REGISTER {
                register.read(chained)?;
            }
            verify_link(&head, chained)
        });
        assert_eq!(last.as_ref(), Ok(head), "{chain}");
    }
    assert_eq!(register.check(&chains), Ok(()));
    chains
        .iter()
        .filter(|chain_head| chain_head.chain != REGISTER)
        .map(|chain_head| chain_head.head.sequence)
        .sum()
}
