//! Reads and changes of the store that bypass the server.

use roster_domain::records::{KINDS_OF_AN_INSTANCE, PasswordHash};
use roster_domain::{Id, Key, Record as _};
use roster_store::{BoxFuture, ReadKind, Rows, Store, StoreError, Transaction, Verdict, Work, WriteError};
use tokio::sync::oneshot;

/// A read.
pub type Look<T> = Box<dyn for<'a> FnMut(&'a mut dyn Rows) -> BoxFuture<'a, Result<T, StoreError>> + Send>;

/// A change.
pub type Change =
    Box<dyn for<'a> Fn(&'a mut Transaction<'_>) -> BoxFuture<'a, Result<(), WriteError>> + Send + Sync>;

/// Changes records, in one transaction without an audit record.
pub async fn change(store: &dyn Store, change: Change) {
    let (done, outcome) = oneshot::channel();
    store.write(Box::new(Changing { change, done }));
    let changed = outcome.await.expect("work always receives its outcome");
    changed.expect("a store that can be written to");
}

struct Changing {
    change: Change,
    done: oneshot::Sender<Result<(), StoreError>>,
}

impl Work for Changing {
    fn run<'a>(&'a mut self, rows: &'a mut dyn Rows) -> BoxFuture<'a, Result<Verdict, StoreError>> {
        Box::pin(async move {
            let mut transaction = Transaction::new(rows);
            match (self.change)(&mut transaction).await {
                Ok(()) => Ok(Verdict::Keep),
                Err(WriteError::Store(error)) => Err(error),
                Err(WriteError::Taken(index)) => panic!("another record has the same {}", index.name),
            }
        })
    }

    fn finish(self: Box<Self>, outcome: Result<(), StoreError>) {
        // A test that has failed waits no more.
        let _ = self.done.send(outcome);
    }
}

/// Reads, in one snapshot.
pub async fn look<T: Send + 'static>(store: &dyn Store, look: Look<T>) -> T {
    let (done, outcome) = oneshot::channel();
    let seen = None;
    store.read(ReadKind::Scan, Box::new(Looking { look, seen, done }));
    let seen = outcome.await.expect("work always receives its outcome");
    seen.expect("a store that can be read")
        .expect("work that was run")
}

struct Looking<T> {
    look: Look<T>,
    seen: Option<T>,
    done: oneshot::Sender<Result<Option<T>, StoreError>>,
}

impl<T: Send> Work for Looking<T> {
    fn run<'a>(&'a mut self, rows: &'a mut dyn Rows) -> BoxFuture<'a, Result<Verdict, StoreError>> {
        Box::pin(async move {
            self.seen = Some((self.look)(rows).await?);
            Ok(Verdict::Keep)
        })
    }

    fn finish(self: Box<Self>, outcome: Result<(), StoreError>) {
        let Self { seen, done, .. } = *self;
        // A test that has failed waits no more.
        let _ = done.send(outcome.map(|()| seen));
    }
}

/// How many entries an instance has in all indexes, and how many of these users of it have a password.
pub fn remains(instance: &Id, users: Vec<Id>) -> Look<u64> {
    let instance = instance.clone();
    Box::new(move |rows| {
        let (instance, users) = (instance.clone(), users.clone());
        Box::pin(async move {
            let mut count = 0;
            for kind in KINDS_OF_AN_INSTANCE {
                for index in kind.indexes {
                    count += rows.count(kind, index, &Key::new().id(&instance)).await?;
                }
            }
            for user in &users {
                let key = PasswordHash::key_of(&instance, user);
                count += u64::from(rows.get(PasswordHash::KIND, &key).await?.is_some());
            }
            Ok(count)
        })
    })
}
