//! A decision on access that is all a transaction is for.

use roster_domain::decision::Decision;
use roster_store::{BoxFuture, Rows, StoreError, Transaction, Verdict, Work};
use tokio::sync::oneshot;

use super::guard::Guard;
use crate::call::Call;
use crate::refusal::Refusal;

type Judged = Result<Box<Decision>, Refusal>;

/// Asks a guard, and nothing else.
pub(crate) struct Judgement {
    guard: Box<Guard>,
    call: Call,
    judged: Option<Judged>,
    done: oneshot::Sender<Judged>,
}

impl Judgement {
    pub(crate) fn new(guard: Box<Guard>, call: Call) -> (Box<Self>, oneshot::Receiver<Judged>) {
        let (done, decided) = oneshot::channel();
        let judgement = Self {
            guard,
            call,
            judged: None,
            done,
        };
        (Box::new(judgement), decided)
    }
}

impl Work for Judgement {
    fn run<'a>(&'a mut self, rows: &'a mut dyn Rows) -> BoxFuture<'a, Result<Verdict, StoreError>> {
        Box::pin(async move {
            let judged = self.guard.ask(&self.call, &mut Transaction::new(rows)).await;
            if let Err(Refusal::Store(error)) = judged {
                return Err(error);
            }
            self.judged = Some(judged);
            Ok(Verdict::Keep)
        })
    }

    fn finish(self: Box<Self>, outcome: Result<(), StoreError>) {
        let stopped = || Err(Refusal::Store(StoreError::Stopped));
        let judged = match outcome {
            Ok(()) => self.judged.unwrap_or_else(stopped),
            Err(error) => Err(Refusal::Store(error)),
        };
        // Whoever asked may have gone.
        let _ = self.done.send(judged);
    }
}
