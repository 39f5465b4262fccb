//! Changes that no request asks for, but a command of the administrator or the start of a server.

use roster_domain::audit::AuditRecord;
use roster_store::{BoxFuture, Rows, Store, StoreError, Transaction, Verdict, Work, WriteError};
use tokio::sync::oneshot;

/// What can be done.
pub(crate) trait Administration: Send + Sync + 'static {
    /// What comes of it.
    type Output: Send + 'static;

    /// Does it. It may be undone and done again.
    fn run(
        &self,
        transaction: &mut Transaction<'_>,
    ) -> impl Future<Output = Result<Self::Output, WriteError>> + Send;
}

/// Writes an audit record of what was changed elsewhere than in the store.
pub async fn write_audit_record(store: &dyn Store, record: AuditRecord) -> Result<(), StoreError> {
    administer(store, Some(record), Nothing).await
}

/// Does something in one transaction. With an audit record, that says what was changed too; nothing is
/// recorded if nothing was.
pub(crate) async fn administer<A: Administration>(
    store: &dyn Store,
    record: Option<AuditRecord>,
    action: A,
) -> Result<A::Output, StoreError> {
    let (done, answered) = oneshot::channel();
    store.write(Box::new(Administering {
        action,
        record,
        answer: None,
        done,
    }));
    answered.await.unwrap_or(Err(StoreError::Stopped))
}

struct Nothing;

impl Administration for Nothing {
    type Output = ();

    async fn run(&self, _transaction: &mut Transaction<'_>) -> Result<(), WriteError> {
        Ok(())
    }
}

struct Administering<A: Administration> {
    action: A,
    record: Option<AuditRecord>,
    answer: Option<A::Output>,
    done: oneshot::Sender<Result<A::Output, StoreError>>,
}

impl<A: Administration> Work for Administering<A> {
    fn run<'a>(&'a mut self, rows: &'a mut dyn Rows) -> BoxFuture<'a, Result<Verdict, StoreError>> {
        Box::pin(async move {
            let mut transaction = Transaction::new(rows);
            let output = self.action.run(&mut transaction).await;
            self.answer = Some(output.map_err(|error| match error {
                WriteError::Store(error) => error,
                WriteError::Taken(index) => StoreError::Engine(format!("{} is taken", index.name)),
            })?);
            let (rows, changes) = transaction.into_changes();
            if let Some(record) = &self.record {
                let mut record = record.clone();
                record.changes.extend(changes);
                if !record.changes.is_empty() {
                    rows.audit(&record).await?;
                }
            }
            Ok(Verdict::Keep)
        })
    }

    fn finish(self: Box<Self>, outcome: Result<(), StoreError>) {
        let Self { answer, done, .. } = *self;
        let never_done = || StoreError::Engine("the work was never run".to_owned());
        // The receiver may be gone.
        let _ = done.send(outcome.and_then(|()| answer.ok_or_else(never_done)));
    }
}
