//! One transaction of a runner, whose result is awaited.

use roster_store::{BoxFuture, ReadKind, Rows, Store, StoreError, Transaction, Verdict, Work, WriteError};
use tokio::sync::oneshot;

/// What one transaction does.
pub(crate) trait Step: Send + Sync + 'static {
    /// Its result.
    type Output: Send + 'static;

    /// Does it. It may be undone and done again.
    fn take(
        &self,
        transaction: Transaction<'_>,
    ) -> impl Future<Output = Result<Self::Output, StoreError>> + Send;
}

/// Takes a step that only reads, a page of a list.
pub(crate) async fn read<S: Step>(store: &dyn Store, step: S) -> Result<S::Output, StoreError> {
    let (work, result) = taking(step);
    store.read(ReadKind::Scan, work);
    result.await.unwrap_or(Err(StoreError::Unknown))
}

/// Takes a step that writes.
pub(crate) async fn write<S: Step>(store: &dyn Store, step: S) -> Result<S::Output, StoreError> {
    let (work, result) = taking(step);
    store.write(work);
    result.await.unwrap_or(Err(StoreError::Unknown))
}

/// An error of writing as one of the store: entries end with an id, so a taken one is a fault.
pub(crate) fn failed(error: WriteError) -> StoreError {
    match error {
        WriteError::Store(error) => error,
        WriteError::Taken(index) => StoreError::Engine(format!("another record has the same {}", index.name)),
    }
}

type Outcome<T> = Result<T, StoreError>;

struct Taking<S: Step> {
    step: S,
    output: Option<S::Output>,
    done: oneshot::Sender<Outcome<S::Output>>,
}

fn taking<S: Step>(step: S) -> (Box<Taking<S>>, oneshot::Receiver<Outcome<S::Output>>) {
    let (done, result) = oneshot::channel();
    let output = None;
    (Box::new(Taking { step, output, done }), result)
}

impl<S: Step> Work for Taking<S> {
    fn run<'a>(&'a mut self, rows: &'a mut dyn Rows) -> BoxFuture<'a, Result<Verdict, StoreError>> {
        Box::pin(async move {
            self.output = Some(self.step.take(Transaction::new(rows)).await?);
            Ok(Verdict::Keep)
        })
    }

    fn finish(self: Box<Self>, outcome: Result<(), StoreError>) {
        let Self { output, done, .. } = *self;
        let never_run = || StoreError::Engine("the work was never run".to_owned());
        // The receiver is gone if the runner was killed.
        let _ = done.send(outcome.and_then(|()| output.ok_or_else(never_run)));
    }
}
