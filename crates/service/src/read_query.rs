//! Reads of the store that are not operations, each in one read transaction.

use roster_store::{BoxFuture, ReadKind, Rows, Store, StoreError, Transaction, Verdict, Work};
use tokio::sync::oneshot;

use crate::capacity::Place;

/// A read of a few records.
pub(crate) trait ReadQuery: Send + Sync + 'static {
    /// The result.
    type Output: Send + 'static;

    /// Reads. It may be run again.
    fn run<'a>(
        &'a self,
        transaction: Transaction<'a>,
    ) -> impl Future<Output = Result<Self::Output, StoreError>> + Send;
}

/// Runs a query on a store, without a place in a queue: for commands that have the store to themselves.
pub(crate) async fn query<Q: ReadQuery>(
    store: &dyn Store,
    kind: ReadKind,
    query: Q,
) -> Result<Q::Output, StoreError> {
    run(store, kind, query, None).await
}

/// Runs a query on a store, and frees its place in the queue when it ends.
pub(crate) async fn run<Q: ReadQuery>(
    store: &dyn Store,
    kind: ReadKind,
    query: Q,
    place: Option<Place>,
) -> Result<Q::Output, StoreError> {
    let (done, output) = oneshot::channel();
    let running = RunningQuery {
        query,
        output: None,
        done,
        place,
    };
    store.read(kind, Box::new(running));
    // The channel is closed without an output only if the store's thread panicked.
    output.await.unwrap_or(Err(StoreError::Unknown))
}

struct RunningQuery<Q: ReadQuery> {
    query: Q,
    output: Option<Q::Output>,
    done: oneshot::Sender<Result<Q::Output, StoreError>>,
    place: Option<Place>,
}

impl<Q: ReadQuery> Work for RunningQuery<Q> {
    fn run<'a>(&'a mut self, rows: &'a mut dyn Rows) -> BoxFuture<'a, Result<Verdict, StoreError>> {
        Box::pin(async move {
            self.output = Some(self.query.run(Transaction::new(rows)).await?);
            Ok(Verdict::Keep)
        })
    }

    fn finish(self: Box<Self>, outcome: Result<(), StoreError>) {
        let Self {
            output, done, place, ..
        } = *self;
        drop(place);
        let never_run = || StoreError::Engine("the query was never run".to_owned());
        // The receiver is gone if the caller hung up.
        let _ = done.send(outcome.and_then(|()| output.ok_or_else(never_run)));
    }
}
