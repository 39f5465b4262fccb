//! Value → answer: rules, rows and audit in one transaction, by the service. A read that is audited has its record behind
//! its transaction, and no answer without it.

use std::sync::Arc;

use roster_domain::truncate_chars;
use roster_model::Output;
use roster_model::operation::{Description, Effect};
use roster_service::{ExceptionText, Invocation, Refusal, Service, boxed};

use super::authorize::Allowed;
use crate::exception::Exception;
use crate::reached::{ERROR_MESSAGE_CHARACTERS, Proven, Reached, StageResult, Stopped};
use crate::request::Request;

/// An operation that was carried out.
pub(crate) struct Executed<'r> {
    pub(super) proven: Proven<'r>,
    pub(super) operation: &'static Description,
    pub(super) output: Box<dyn Output>,
}

/// Does what is asked for.
pub(super) async fn execute<'r>(allowed: Allowed<'r>, service: &Service) -> StageResult<'r, Executed<'r>> {
    let Allowed {
        request,
        proven,
        operation,
        permission,
        input,
    } = allowed;
    let invocation = Invocation::new(
        operation,
        Arc::clone(&proven.caller),
        request.time.into(),
        permission,
        || proven.record(request, None),
        exception_text,
    )
    .until(request.gone.clone());
    match service.execute(invocation, input).await {
        Ok(completed) => {
            let executed = Executed {
                proven: proven.decided(completed.decision),
                operation,
                output: completed.output,
            };
            match operation.effect {
                // Boxed, as all that few requests need.
                Effect::AuditedRead => boxed(|| audit_read(request, executed, service)).await,
                Effect::Read | Effect::Write => Ok(executed),
            }
        }
        Err(refused) => Err(Box::new(Stopped {
            reached: Reached::Proven(proven),
            failure: refused.refusal.into(),
            is_audited: refused.is_audited,
        })),
    }
}

/// Writes the record of a read. It has the request, and nothing of the answer.
async fn audit_read<'r>(
    request: &Request,
    executed: Executed<'r>,
    service: &Service,
) -> StageResult<'r, Executed<'r>> {
    let record = executed.proven.record(request, None);
    match service.write_audit_record(record).await {
        Ok(()) => Ok(executed),
        Err(error) => Err(executed.proven.stop(Refusal::Store(error))),
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
