//! One call as a unit of work: handler, rows and audit record in one transaction.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use roster_domain::audit::{AuditRecord, Masked};
use roster_domain::decision::{Decision, Verdict as DecisionVerdict};
use roster_model as model;
use roster_model::operation::{Effect, Operation};
use roster_store::{BoxFuture, Rows, StoreError, Transaction, Verdict, Work};
use serde_json::Value;
use tokio::sync::oneshot;

use crate::access::Permission;
use crate::call::Call;
use crate::handler::Handler;
use crate::refusal::Refusal;
use crate::service::{Done, Order, Service};

/// Most answers are no longer, and are written without being moved as they grow.
const USUAL_BODY_BYTES: usize = 1024;

/// What becomes of a call, in time.
pub(crate) type Outcome = Pin<Box<dyn Future<Output = Result<Done, Refusal>> + Send>>;

struct Execution<H: Handler> {
    call: Call,
    request: H::Request,
    permission: Permission,
    record: Option<AuditRecord>,
    response: Option<Response<H>>,
    done: oneshot::Sender<Response<H>>,
    iam_versions: Option<Arc<AtomicU64>>,
}

/// The answer of a handler, with how access to it was decided.
type Response<H> = Result<(<H as Operation>::Response, Option<Box<Decision>>), Refusal>;

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
        permission: order.permission,
        record: order.record,
        iam_versions: changes_iam::<H>().then(|| service.iam_versions()),
        response: None,
        done,
    });
    match H::DESCRIPTION.effect {
        Effect::Read => service.store().read(H::WEIGHT, execution),
        Effect::Write => service.store().write(execution),
    }
    Box::pin(async {
        let (response, decision) = decided
            .await
            .unwrap_or(Err(Refusal::Store(StoreError::Stopped)))?;
        let body = if H::DESCRIPTION.has_output() {
            let mut body = Vec::with_capacity(USUAL_BODY_BYTES);
            serde_json::to_writer(&mut body, &response).map_err(|error| failed(&error.to_string()))?;
            body
        } else {
            Vec::new()
        };
        Ok(Done { body, decision })
    })
}

fn changes_iam<H: Handler>() -> bool {
    H::DESCRIPTION.service == model::service::Service::Iam && H::DESCRIPTION.effect == Effect::Write
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

/// Asks the guard, if access is still open, and the handler.
async fn answer<H: Handler>(
    call: &Call,
    permission: &Permission,
    transaction: &mut Transaction<'_>,
    request: &H::Request,
) -> Response<H> {
    let decision = match permission {
        Permission::Decided(decision) => decision.clone(),
        Permission::Open(guard) => Some(guard.ask(call, transaction).await?),
    };
    let response = H::handle(call, transaction, request).await?;
    Ok((response, decision))
}

impl<H: Handler> Work for Execution<H> {
    fn run<'a>(&'a mut self, rows: &'a mut dyn Rows) -> BoxFuture<'a, Result<Verdict, StoreError>> {
        Box::pin(async move {
            let mut transaction = Transaction::new(rows);
            match answer::<H>(&self.call, &self.permission, &mut transaction, &self.request).await {
                Ok((response, mut decision)) => {
                    if let Some(record) = &mut self.record {
                        let (rows, changes) = transaction.into_changes();
                        record.changes = changes;
                        // The audit has it; whoever answers need only hear of a denial.
                        let told = decision.take_if(|decision| decision.verdict == DecisionVerdict::Allowed);
                        record.decision =
                            told.map_or_else(|| decision.as_deref().cloned(), |told| Some(*told));
                        record.response = response_elements::<H>(&response)?;
                        rows.audit(record).await?;
                    }
                    self.response = Some(Ok((response, decision)));
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
        // Even of a change that failed nobody can say that nothing is left of it.
        if let Some(versions) = &self.iam_versions {
            versions.fetch_add(1, Ordering::Release);
        }
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
