//! One call as a unit of work: handler, rows and audit record in one transaction.

use std::pin::Pin;

use roster_domain::audit::{AuditRecord, Masked};
use roster_model::operation::Effect;
use roster_store::{BoxFuture, Rows, StoreError, Transaction, Verdict, Work};
use serde_json::Value;
use tokio::sync::oneshot;

use crate::call::Call;
use crate::handler::Handler;
use crate::refusal::Refusal;
use crate::service::{Order, Service};

/// The body of a successful answer, in time; empty for an operation without output.
pub(crate) type Outcome = Pin<Box<dyn Future<Output = Result<Vec<u8>, Refusal>> + Send>>;

struct Execution<H: Handler> {
    call: Call,
    request: H::Request,
    record: Option<AuditRecord>,
    response: Option<Result<H::Response, Refusal>>,
    done: oneshot::Sender<Result<H::Response, Refusal>>,
}

/// Gives a call to the store, and the answer when it is decided and durable.
pub(crate) fn carry_out<H: Handler>(service: &Service, order: Order, input: Value) -> Outcome {
    let (done, decided) = oneshot::channel();
    // The input was checked against the description that the type's own reading agrees with.
    let request: H::Request = match serde_json::from_value(input) {
        Ok(request) => request,
        Err(_) => {
            return Box::pin(async { Err(failed("the description and the type of an input disagree")) });
        }
    };
    let execution = Box::new(Execution::<H> {
        call: service.call(order.caller, order.now),
        request,
        record: order.record,
        response: None,
        done,
    });
    match H::DESCRIPTION.effect {
        Effect::Read => service.store().read(H::WEIGHT, execution),
        Effect::Write => service.store().write(execution),
    }
    Box::pin(async {
        let response = decided
            .await
            .unwrap_or(Err(Refusal::Store(StoreError::Stopped)))?;
        if H::DESCRIPTION.has_output() {
            serde_json::to_vec(&response).map_err(|error| failed(&error.to_string()))
        } else {
            Ok(Vec::new())
        }
    })
}

/// What the audit says of an answer.
fn response_elements<H: Handler>(response: &H::Response) -> Result<Option<Masked>, StoreError> {
    if !H::DESCRIPTION.has_output() {
        return Ok(None);
    }
    let value = serde_json::to_value(response).map_err(|error| StoreError::Engine(error.to_string()))?;
    Ok(Masked::new(H::DESCRIPTION.response(), &value))
}

fn failed(reason: &str) -> Refusal {
    Refusal::Store(StoreError::Engine(reason.to_owned()))
}

impl<H: Handler> Work for Execution<H> {
    fn run<'a>(&'a mut self, rows: &'a mut dyn Rows) -> BoxFuture<'a, Result<Verdict, StoreError>> {
        Box::pin(async move {
            let mut transaction = Transaction::new(rows);
            match H::handle(&self.call, &mut transaction, &self.request).await {
                Ok(response) => {
                    if let Some(record) = &mut self.record {
                        let (rows, changes) = transaction.into_changes();
                        record.changes = changes;
                        record.response = response_elements::<H>(&response)?;
                        rows.audit(record).await?;
                    }
                    self.response = Some(Ok(response));
                    Ok(Verdict::Keep)
                }
                Err(Refusal::Store(error)) => Err(error),
                Err(refusal) => {
                    self.response = Some(Err(refusal));
                    Ok(Verdict::Undo)
                }
            }
        })
    }

    fn finish(self: Box<Self>, outcome: Result<(), StoreError>) {
        let response = match outcome {
            Ok(()) => self
                .response
                .unwrap_or_else(|| Err(failed("the work was never run"))),
            Err(error) => Err(Refusal::Store(error)),
        };
        // Whoever asked may have gone; what was decided stays decided.
        let _ = self.done.send(response);
    }
}

/// An audit record that stands by itself: a refusal.
pub(crate) struct Witness {
    record: AuditRecord,
    done: oneshot::Sender<Result<(), StoreError>>,
}

impl Witness {
    pub(crate) fn new(record: AuditRecord) -> (Box<Self>, oneshot::Receiver<Result<(), StoreError>>) {
        let (done, written) = oneshot::channel();
        (Box::new(Self { record, done }), written)
    }
}

impl Work for Witness {
    fn run<'a>(&'a mut self, rows: &'a mut dyn Rows) -> BoxFuture<'a, Result<Verdict, StoreError>> {
        Box::pin(async move {
            rows.audit(&self.record).await?;
            Ok(Verdict::Keep)
        })
    }

    fn finish(self: Box<Self>, outcome: Result<(), StoreError>) {
        // Nobody may be waiting any more; the record is written all the same.
        let _ = self.done.send(outcome);
    }
}
