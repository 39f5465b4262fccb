//! A look into the store, or a hand in it, past the server.

use roster_store::{BoxFuture, ReadKind, Rows, Store, StoreError, Transaction, Verdict, Work, WriteError};
use tokio::sync::oneshot;

/// What is looked for.
pub type Look<T> = Box<dyn for<'a> FnMut(&'a mut dyn Rows) -> BoxFuture<'a, Result<T, StoreError>> + Send>;

/// What is changed.
pub type Change =
    Box<dyn for<'a> Fn(&'a mut Transaction<'_>) -> BoxFuture<'a, Result<(), WriteError>> + Send + Sync>;

/// Changes records, in one transaction without an audit record.
pub(crate) async fn change(store: &dyn Store, change: Change) {
    let (told, hears) = oneshot::channel();
    store.write(Box::new(Changing { change, told }));
    let changed = hears.await.expect("work is always told how it ended");
    changed.expect("a store that can be written to");
}

struct Changing {
    change: Change,
    told: oneshot::Sender<Result<(), StoreError>>,
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
        let _ = self.told.send(outcome);
    }
}

/// Looks, in one snapshot.
pub(crate) async fn look<T: Send + 'static>(store: &dyn Store, look: Look<T>) -> T {
    let (told, hears) = oneshot::channel();
    let seen = None;
    store.read(ReadKind::Scan, Box::new(Looking { look, seen, told }));
    let seen = hears.await.expect("work is always told how it ended");
    seen.expect("a store that can be read")
}

struct Looking<T> {
    look: Look<T>,
    seen: Option<T>,
    told: oneshot::Sender<Option<T>>,
}

impl<T: Send> Work for Looking<T> {
    fn run<'a>(&'a mut self, rows: &'a mut dyn Rows) -> BoxFuture<'a, Result<Verdict, StoreError>> {
        Box::pin(async move {
            self.seen = Some((self.look)(rows).await?);
            Ok(Verdict::Keep)
        })
    }

    fn finish(self: Box<Self>, outcome: Result<(), StoreError>) {
        let Self { seen, told, .. } = *self;
        // A test that has failed waits no more.
        let _ = told.send(seen.filter(|_| outcome.is_ok()));
    }
}
