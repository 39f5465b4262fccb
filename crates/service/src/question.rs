//! Questions to the store that are no operations: asked in one read transaction.

use roster_store::{BoxFuture, ReadKind, Rows, Store, StoreError, Transaction, Verdict, Work};
use tokio::sync::oneshot;

use crate::capacity::Place;
use crate::service::Service;

/// What can be asked.
pub(crate) trait Question: Send + Sync + 'static {
    /// What is answered.
    type Answer: Send + 'static;

    /// Finds the answer, without changing anything. It may be asked again.
    fn ask<'a>(
        &'a self,
        transaction: Transaction<'a>,
    ) -> impl Future<Output = Result<Self::Answer, StoreError>> + Send;
}

impl Service {
    /// Asks a question that looks at a few records.
    pub(crate) async fn ask<Q: Question>(&self, question: Q) -> Result<Q::Answer, StoreError> {
        let place = self.capacity().read(ReadKind::Point)?;
        give(&**self.store(), ReadKind::Point, question, Some(place)).await
    }
}

/// Asks a store a question.
pub(crate) async fn ask<Q: Question>(
    store: &dyn Store,
    kind: ReadKind,
    question: Q,
) -> Result<Q::Answer, StoreError> {
    give(store, kind, question, None).await
}

async fn give<Q: Question>(
    store: &dyn Store,
    kind: ReadKind,
    question: Q,
    place: Option<Place>,
) -> Result<Q::Answer, StoreError> {
    let (done, answered) = oneshot::channel();
    let asking = Asking {
        question,
        answer: None,
        done,
        place,
    };
    store.read(kind, Box::new(asking));
    // Work always says how it ended, unless it panics then.
    answered.await.unwrap_or(Err(StoreError::Unknown))
}

struct Asking<Q: Question> {
    question: Q,
    answer: Option<Q::Answer>,
    done: oneshot::Sender<Result<Q::Answer, StoreError>>,
    /// None where a program looks for itself alone.
    place: Option<Place>,
}

impl<Q: Question> Work for Asking<Q> {
    fn run<'a>(&'a mut self, rows: &'a mut dyn Rows) -> BoxFuture<'a, Result<Verdict, StoreError>> {
        Box::pin(async move {
            self.answer = Some(self.question.ask(Transaction::new(rows)).await?);
            Ok(Verdict::Keep)
        })
    }

    fn finish(self: Box<Self>, outcome: Result<(), StoreError>) {
        let Self {
            answer, done, place, ..
        } = *self;
        drop(place);
        let never_asked = || StoreError::Engine("the question was never asked".to_owned());
        // Whoever asked may have gone.
        let _ = done.send(outcome.and_then(|()| answer.ok_or_else(never_asked)));
    }
}
