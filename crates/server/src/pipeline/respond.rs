//! Outcome → HTTP answer. A refusal is audited here, whatever stage it comes from, unless the transaction
//! that decided it has done so.

use bytes::Bytes;
use http::header::HeaderValue;
use http_body_util::Full;
use hyper::Response;
use roster_domain::clock::Clock;
use roster_domain::decision::Verdict;
use roster_model::operation::Effect;
use roster_model::service::{Protocol, Service};
use roster_service::{Refusal, boxed};
use roster_store::StoreError;
use roster_wire::query::{self, Fault};
use serde_json::json;

use super::execute::Executed;
use crate::audit_writer::AuditWriter;
use crate::exception::{Exception, Failure};
use crate::http_answer::answer;
use crate::metrics::Metrics;
use crate::reached::{Proven, RequestSummary, StageResult, Stopped};
use crate::request::Request;

/// Says how a request ended.
pub(super) async fn respond(
    request: &Request,
    outcome: StageResult<'_, Executed<'_>>,
    metrics: &Metrics,
    audit: AuditWriter<'_>,
    clock: &dyn Clock,
) -> Response<Full<Bytes>> {
    if let Ok(executed) = &outcome {
        // Boxed, as all that few requests need: the future of every request would have room for it.
        if is_observed_read(executed) {
            boxed(|| audit.write(executed.proven.record(request, None))).await;
        }
        if audit.reads.is_some() {
            let Executed {
                proven,
                operation,
                output,
            } = executed;
            boxed(|| audit.count_read(request, proven, operation, &**output)).await;
        }
    }
    let (summary, proven) = match &outcome {
        Ok(executed) => (executed.proven.summary, Some(&executed.proven)),
        Err(stopped) => (stopped.reached.summary(), stopped.reached.proven()),
    };
    request.note(summary, proven.map(|proven| &*proven.caller), None);
    let answered = match outcome.and_then(|executed| Answered::success(request, executed)) {
        Ok((answered, proven)) => {
            metrics.decided(Some(&proven), None);
            warn_of_denial(request, &proven);
            answered
        }
        Err(stopped) => {
            metrics.decided(stopped.reached.proven(), Some(&stopped.failure));
            let answered = boxed(|| Answered::failure(request, &stopped, audit)).await;
            if let Some(proven) = stopped.reached.proven() {
                warn_of_denial(request, proven);
            }
            answered
        }
    };
    let Answered {
        summary,
        status,
        exception,
        body,
    } = answered;
    let error_code = exception.as_ref().map(|exception| exception.code);
    let took = clock.now().duration_since(request.time);
    metrics.answered(summary, status, error_code, took.unwrap_or_default());
    tracing::debug!(
        request_id = %request.id, service = summary.service.name(), operation = summary.operation, status, error = error_code, source = %request.source,
        "answered"
    );
    let content_type = Form::of(request, summary).content_type();
    answer(request, content_type, status, exception.as_ref(), body)
}

/// What is sent back.
struct Answered<'r> {
    summary: RequestSummary<'r>,
    status: u16,
    exception: Option<Exception>,
    body: Vec<u8>,
}

impl<'r> Answered<'r> {
    fn success(request: &Request, executed: Executed<'r>) -> StageResult<'r, (Self, Proven<'r>)> {
        let summary = executed.proven.summary;
        match Form::of(request, summary).success(&executed) {
            Ok(body) => {
                let answered = Self {
                    summary,
                    status: 200,
                    exception: None,
                    body,
                };
                Ok((answered, executed.proven))
            }
            Err(failure) => Err(executed.proven.stop(failure)),
        }
    }

    async fn failure(request: &Request, stopped: &Stopped<'r>, audit: AuditWriter<'_>) -> Self {
        let (summary, failure) = (stopped.reached.summary(), &stopped.failure);
        let exception = Exception::new(failure, summary.service, summary.operation);
        if exception.status >= 500
            && !failure.is_overload()
            && let Failure::Refused(refusal) = failure
            && *refusal != Refusal::GivenUp
        {
            tracing::error!(request_id = %request.id, cause = %refusal, "a request failed");
        }
        audit.write_refusal(request, stopped, &exception).await;
        Self {
            summary,
            status: exception.status,
            body: Form::of(request, summary).error(&exception),
            exception: Some(exception),
        }
    }
}

/// Whether it is a read that policies deny, where access is only observed. It is audited here; a change is audited
/// in its transaction.
fn is_observed_read(executed: &Executed<'_>) -> bool {
    executed.operation.effect == Effect::Read && executed.proven.verdict() == Some(Verdict::Observed)
}

/// Says that something was done that policies deny.
fn warn_of_denial(request: &Request, proven: &Proven<'_>) {
    if proven.verdict() == Some(Verdict::Observed) {
        tracing::warn!(
            request_id = %request.id, service = proven.summary.service.name(), operation = proven.summary.operation,
            "with --access enforce this would be denied; `roster explain` says why"
        );
    }
}

/// The form of an answer, as the protocol of its service has it.
struct Form<'r> {
    service: Service,
    request_id: &'r str,
}

impl<'r> Form<'r> {
    fn of(request: &'r Request, summary: RequestSummary<'_>) -> Self {
        Self {
            service: summary.service,
            request_id: request.id.as_str(),
        }
    }

    const fn content_type(&self) -> HeaderValue {
        HeaderValue::from_static(match self.service.protocol() {
            Protocol::RestJson => "application/json",
            Protocol::Json { .. } => "application/x-amz-json-1.1",
            Protocol::Query { .. } => "text/xml",
            Protocol::RestXml => "application/xml",
        })
    }

    /// The body of a success.
    fn success(&self, executed: &Executed<'_>) -> Result<Vec<u8>, Failure> {
        let body = roster_wire::encode_output(executed.operation, &*executed.output, self.request_id);
        body.map_err(|error| {
            tracing::error!(%error, "the output of an operation cannot be written");
            // It is too late to say that nothing was done.
            Failure::Refused(Refusal::Store(StoreError::Unknown))
        })
    }

    /// The body of a failure. In JSON every SDK finds the code and the text somewhere in it: the code
    /// in the header or `__type`, the text under either spelling.
    fn error(&self, exception: &Exception) -> Vec<u8> {
        if self.service.protocol() == Protocol::RestXml {
            return roster_wire::s3::encode_error(exception.code, &exception.message, self.request_id);
        }
        let Protocol::Query { namespace, .. } = self.service.protocol() else {
            let mut body = json!({
                "__type": exception.code,
                "message": exception.message,
                "Message": exception.message,
            });
            for (member, value) in &exception.details {
                body[*member] = json!(value);
            }
            return body.to_string().into_bytes();
        };
        let fault = if exception.status < 500 {
            Fault::Sender
        } else {
            Fault::Receiver
        };
        query::encode_error(
            namespace,
            fault,
            exception.code,
            &exception.message,
            self.request_id,
        )
    }
}
