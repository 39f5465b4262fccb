//! An operation as a unit of work: guard, handler, rows and audit record in one transaction.

use std::collections::BTreeSet;
use std::sync::Arc;

use roster_domain::audit::AuditRecord;
use roster_domain::decision::Decision;
use roster_domain::plan::PlannedRun;
use roster_domain::records::iam::Subject;
use roster_jobs::Notifier;
use roster_model::operation::{Effect, Operation};
use roster_store::{BoxFuture, Rows, StoreError, Verdict, Work};
use serde_json::Value;
use tokio::sync::oneshot;

use crate::access::Permission;
use crate::access_changes::AccessChanges;
use crate::capacity::Place;
use crate::context::Context;
use crate::disk::Disk;
use crate::handler::Handler;
use crate::invocation::{Completed, Invocation, Refused};
use crate::kernel::Kernel;
use crate::mode::Mode;
use crate::refusal::{PlanRefusal, Refusal};
use crate::request_context::{RequestContext, Source};
use crate::request_record::RequestRecord;

/// The outcome of an operation.
type Outcome = Result<Done, Refused>;

/// What an operation that was not refused has come to.
pub(crate) enum Done {
    /// It was carried out.
    Completed(Completed),
    /// It was planned.
    Planned(Box<PlannedRun>),
}

impl Done {
    /// The operation that was carried out.
    pub(crate) fn completed(self) -> Result<Completed, Refused> {
        match self {
            Self::Completed(completed) => Ok(completed),
            Self::Planned(_) => Err(failed("an operation was only planned").into()),
        }
    }

    /// The run that was planned.
    pub(crate) fn planned(self) -> Result<Box<PlannedRun>, Refused> {
        match self {
            Self::Planned(run) => Ok(run),
            Self::Completed(_) => Err(failed("an operation was not planned").into()),
        }
    }
}

/// The outcome, when it is known; closed without one if the store has stopped.
pub(crate) type Decided = oneshot::Receiver<Outcome>;

struct TransactionWork<H: Handler> {
    context: RequestContext,
    request: H::Request,
    permission: Permission,
    record: RequestRecord,
    mode: Mode,
    outcome: Option<Outcome>,
    done: oneshot::Sender<Outcome>,
    access_changes: Arc<AccessChanges>,
    /// What the records of IAM that any run has written are about.
    changed: BTreeSet<Subject>,
    jobs: Notifier,
    has_enqueued: bool,
    place: Place,
    /// None of an operation that only looks.
    disk: Option<Arc<Disk>>,
}

/// Gives an operation to the store. The outcome arrives when it is decided and durable.
pub(crate) fn execute<H: Handler>(
    kernel: &Kernel,
    invocation: Invocation,
    input: Value,
    mode: Mode,
) -> Decided {
    let (done, decided) = oneshot::channel();
    let request = match request::<H>(input) {
        Ok(request) => request,
        Err(error) => {
            let refusal = match mode {
                Mode::Execute | Mode::Plan => Refusal::Store(error),
                // It was made by another version.
                Mode::Apply(_) => PlanRefusal::Unreadable.into(),
            };
            _ = done.send(Err(refusal.into()));
            return decided;
        }
    };
    let (place, disk) = match H::DESCRIPTION.effect {
        Effect::Read | Effect::AuditedRead => (kernel.capacity.read(H::READ_KIND), None),
        Effect::Write => (kernel.capacity.change(), Some(Arc::clone(&kernel.disk))),
    };
    let place = match place {
        Ok(place) => place,
        Err(overloaded) => {
            _ = done.send(Err(overloaded.into()));
            return decided;
        }
    };
    let source = invocation.record.as_deref().map(|record| Source {
        address: record.source_address.clone(),
        user_agent: record.user_agent.clone(),
        run: record.run.clone(),
    });
    let execution = Box::new(TransactionWork::<H> {
        context: RequestContext {
            source: source.unwrap_or_default(),
            ..kernel.context(invocation.caller, invocation.now)
        },
        request,
        permission: invocation.permission,
        record: RequestRecord::new(
            invocation.record,
            invocation.exception_of,
            Arc::clone(&kernel.clock),
        ),
        mode,
        access_changes: Arc::clone(&kernel.access_changes),
        changed: BTreeSet::new(),
        jobs: kernel.jobs.clone(),
        has_enqueued: false,
        outcome: None,
        done,
        place,
        disk,
    });
    match H::DESCRIPTION.effect {
        Effect::Read | Effect::AuditedRead => kernel.store.read(H::READ_KIND, execution),
        Effect::Write => kernel.store.write(execution),
    }
    decided
}

/// The input as the type that a handler takes. It was checked against the description that the type's own reading
/// agrees with.
pub(crate) fn request<O: Operation>(input: Value) -> Result<O::Request, StoreError> {
    serde_json::from_value(input).map_err(|_| failed("the description and the type of an input disagree"))
}

pub(crate) fn failed(reason: &str) -> StoreError {
    StoreError::Engine(reason.to_owned())
}

impl<H: Handler> TransactionWork<H> {
    /// Asks the guard, if access is still open, and the handler, and compares what it has changed with the plan that
    /// is applied, if there is one. Leaves the decision on access in `decision`.
    async fn answer(
        &self,
        cx: &mut Context<'_>,
        decision: &mut Option<Box<Decision>>,
    ) -> Result<H::Response, Refusal> {
        *decision = self.permission.ask(cx).await?;
        self.mode.check_before(cx).await?;
        let response = H::handle(cx, &self.request).await?;
        self.mode.check_after(cx)?;
        Ok(response)
    }
}

impl<H: Handler> Work for TransactionWork<H> {
    fn run<'a>(&'a mut self, rows: &'a mut dyn Rows) -> BoxFuture<'a, Result<Verdict, StoreError>> {
        Box::pin(async move {
            let transaction = self.mode.transaction(rows);
            let mut cx = Context::new(&self.context, transaction).with_new_ids(self.mode.new_ids());
            let mut decision = None;
            let answer = self.answer(&mut cx, &mut decision).await;
            self.has_enqueued = cx.has_enqueued();
            let (transaction, new_ids, about) = cx.into_parts();
            self.changed
                .extend(transaction.subjects_written().iter().cloned());
            self.record.is_about(about);
            match answer {
                Ok(_) if matches!(self.mode, Mode::Plan) => {
                    self.outcome = Some(Ok(Done::Planned(Box::new(PlannedRun {
                        time: self.context.now,
                        new_ids: new_ids.into_noted(),
                        written: transaction.written().to_vec(),
                        changes: transaction.into_changes().1,
                    }))));
                    Ok(Verdict::Undo)
                }
                Ok(response) => {
                    let decision = self
                        .record
                        .write_done::<H>(&response, decision, transaction)
                        .await?;
                    self.outcome = Some(Ok(Done::Completed(Completed {
                        output: Box::new(response),
                        decision,
                    })));
                    Ok(Verdict::Keep)
                }
                Err(Refusal::Store(error)) => Err(error),
                Err(refusal) => {
                    let is_audited = self
                        .record
                        .write_refusal::<H>(&refusal, decision, transaction)
                        .await?;
                    self.outcome = Some(Err(Refused { refusal, is_audited }));
                    Ok(if is_audited {
                        Verdict::KeepAudit
                    } else {
                        Verdict::Undo
                    })
                }
            }
        })
    }

    fn finish(self: Box<Self>, outcome: Result<(), StoreError>) {
        if self.has_enqueued {
            // A look in vain, if the work was undone, is cheap.
            self.jobs.notify();
        }
        // Even a failed change may have left something.
        self.access_changes.note(&self.changed);
        if let Some(disk) = &self.disk {
            disk.note(&outcome);
        }
        let outcome = match outcome {
            Ok(()) => self
                .outcome
                .unwrap_or_else(|| Err(failed("the work was never run").into())),
            Err(error) => Err(error.into()),
        };
        // The place must be free before the caller can send its next request.
        drop(self.place);
        // The receiver is gone if the caller hung up.
        let _ = self.done.send(outcome);
    }
}

/// Audit records that stand by themselves: of refusals.
pub(crate) struct StandaloneAuditRecords {
    records: Vec<AuditRecord>,
    place: Option<Place>,
    disk: Arc<Disk>,
    done: oneshot::Sender<Result<(), StoreError>>,
}

impl StandaloneAuditRecords {
    pub(crate) fn new(
        records: Vec<AuditRecord>,
        place: Option<Place>,
        disk: Arc<Disk>,
    ) -> (Box<Self>, oneshot::Receiver<Result<(), StoreError>>) {
        let (done, written) = oneshot::channel();
        let witness = Self {
            records,
            place,
            disk,
            done,
        };
        (Box::new(witness), written)
    }
}

impl Work for StandaloneAuditRecords {
    fn run<'a>(&'a mut self, rows: &'a mut dyn Rows) -> BoxFuture<'a, Result<Verdict, StoreError>> {
        Box::pin(async move {
            for record in &self.records {
                rows.audit(record).await?;
            }
            Ok(Verdict::Keep)
        })
    }

    fn finish(self: Box<Self>, outcome: Result<(), StoreError>) {
        self.disk.note(&outcome);
        drop(self.place);
        // The receiver is gone if the caller hung up.
        let _ = self.done.send(outcome);
    }
}
