//! Value → answer: rules, rows and audit in one transaction, by the service.

use roster_domain::decision::Verdict;
use roster_domain::truncate_chars;
use roster_model::operation::{Description, Effect};
use roster_service::{ExceptionText, Invocation, Output, Refusal};

use super::authorize::Allowed;
use super::state::Pipeline;
use crate::exception::{Exception, Failure};
use crate::request::{AuditContext, ERROR_MESSAGE_CHARACTERS};

/// An operation that was carried out.
pub(crate) struct Executed {
    pub(crate) operation: &'static Description,
    pub(crate) output: Output,
}

impl Pipeline {
    /// Does what is asked for.
    pub(super) async fn execute(
        &self,
        allowed: Allowed<'_>,
        audit: &mut AuditContext,
    ) -> Result<Executed, Failure> {
        let Allowed {
            operation,
            request,
            caller,
            permission,
            input,
        } = allowed;
        let record = || audit.record(request, None);
        let invocation = Invocation::new(
            operation,
            caller,
            request.time.into(),
            permission,
            record,
            exception_text,
        )
        .until(request.gone.clone());
        let completed = self.service.execute(invocation, input).await.map_err(|refused| {
            audit.is_audited = refused.is_audited;
            refused.refusal
        })?;
        audit.decision = completed.decision;
        // What changes something was audited with its change.
        if operation.effect == Effect::Read && audit.verdict() == Some(Verdict::Observed) {
            self.write_audit_record(audit.record(request, None)).await;
        }
        Ok(Executed {
            operation,
            output: completed.output,
        })
    }
}

/// The exception that the caller gets, for the audit record of a refusal.
fn exception_text(refusal: &Refusal, operation: &'static Description) -> ExceptionText {
    let exception = Exception::of_refusal(refusal, operation);
    ExceptionText {
        code: exception.code.to_owned(),
        message: truncate_chars(&exception.message, ERROR_MESSAGE_CHARACTERS).to_owned(),
    }
}
