//! The audit record of a request, completed when its outcome is known.

use std::sync::Arc;

use roster_domain::audit::{AuditRecord, Masked};
use roster_domain::clock::Clock;
use roster_domain::decision::{Decision, Verdict};
use roster_model::operation::Operation;
use roster_store::{StoreError, Transaction};

use crate::invocation::{ExceptionOf, ExceptionText};
use crate::refusal::Refusal;

/// The audit record of a request; empty for an operation that only reads.
pub(crate) struct RequestRecord {
    record: Option<Box<AuditRecord>>,
    exception_of: ExceptionOf,
    clock: Arc<dyn Clock>,
}

impl RequestRecord {
    /// A record that lacks the outcome. `exception_of` turns a refusal into the exception that the caller gets.
    pub(crate) fn new(
        record: Option<Box<AuditRecord>>,
        exception_of: ExceptionOf,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self {
            record,
            exception_of,
            clock,
        }
    }

    /// Notes what the request turned out to be about, if its path does not say it.
    pub(crate) fn is_about(&mut self, arn: Option<String>) {
        if let (Some(record), Some(arn)) = (&mut self.record, arn) {
            record.resource = Some(arn);
        }
    }

    /// Writes the record of an operation that was carried out. Returns the decision on access, unless the
    /// record says all of it.
    pub(crate) async fn write_done<O: Operation>(
        &mut self,
        response: &O::Response,
        mut decision: Option<Box<Decision>>,
        transaction: Transaction<'_>,
    ) -> Result<Option<Box<Decision>>, StoreError> {
        let Some(record) = &mut self.record else {
            return Ok(decision);
        };
        let (rows, changes) = transaction.into_changes();
        record.time = self.clock.now().into();
        record.changes = changes;
        // The caller of this needs a decision only if access was denied.
        let allowed = decision.take_if(|decision| decision.verdict == Verdict::Allowed);
        record.decision = allowed.map_or_else(|| decision.as_deref().cloned(), |allowed| Some(*allowed));
        record.response = response_elements::<O>(response)?;
        (record.error_code, record.error_message) = (None, None);
        rows.audit(record).await?;
        Ok(decision)
    }

    /// Writes the record of a refusal. Returns whether there is one.
    pub(crate) async fn write_refusal<O: Operation>(
        &mut self,
        refusal: &Refusal,
        decision: Option<Box<Decision>>,
        transaction: Transaction<'_>,
    ) -> Result<bool, StoreError> {
        let Some(record) = &mut self.record else {
            return Ok(false);
        };
        record.time = self.clock.now().into();
        let ExceptionText { code, message } = (self.exception_of)(refusal, O::DESCRIPTION);
        (record.error_code, record.error_message) = (Some(code), Some(message));
        // An earlier run of the same work may have ended in another way.
        (record.response, record.changes) = (None, Vec::new());
        record.decision = if let Refusal::Denied(denied) = refusal {
            Some(denied.decision.clone())
        } else {
            decision.map(|decision| *decision)
        };
        let (rows, _) = transaction.into_changes();
        rows.audit(record).await?;
        Ok(true)
    }
}

/// The answer as the audit shows it.
fn response_elements<O: Operation>(response: &O::Response) -> Result<Option<Masked>, StoreError> {
    if !O::DESCRIPTION.has_output() {
        return Ok(None);
    }
    let value = serde_json::to_value(response).map_err(|error| StoreError::Engine(error.to_string()))?;
    Ok(Masked::new(O::DESCRIPTION.response(), &value))
}
