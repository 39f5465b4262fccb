//! Value → answer: rules, rows and audit in one transaction, by the service.

use std::sync::Arc;

use roster_domain::truncate_chars;
use roster_model::Output;
use roster_model::operation::Description;
use roster_service::{ExceptionText, Invocation, Refusal, Service};

use super::authorize::Allowed;
use crate::exception::Exception;
use crate::reached::{ERROR_MESSAGE_CHARACTERS, Proven, Reached, StageResult, Stopped};

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
        Ok(completed) => Ok(Executed {
            proven: proven.decided(completed.decision),
            operation,
            output: completed.output,
        }),
        Err(refused) => Err(Box::new(Stopped {
            reached: Reached::Proven(proven),
            failure: refused.refusal.into(),
            is_audited: refused.is_audited,
        })),
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
