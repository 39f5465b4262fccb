//! Outcome → HTTP answer. A refusal is audited here, whatever stage it comes from, unless the transaction
//! that decided it has done so.

use std::sync::PoisonError;
use std::time::UNIX_EPOCH;

use bytes::Bytes;
use http::header::HeaderValue;
use http_body_util::Full;
use hyper::Response;
use roster_domain::audit::AuditRecord;
use roster_domain::decision::Verdict;
use roster_model::service::{Protocol, Service};
use roster_service::Refusal;
use roster_store::StoreError;
use roster_wire::query::{self, Fault};
use serde_json::json;

use crate::exception::{Exception, Failure};
use crate::http_answer::answer;
use crate::pipeline::{Executed, Pipeline};
use crate::request::{AuditContext, Request};

impl Pipeline {
    /// Says how a request ended.
    pub(crate) async fn respond(
        &self,
        request: &Request,
        audit: &AuditContext,
        outcome: Result<Executed, Failure>,
    ) -> Response<Full<Bytes>> {
        let form = Form {
            service: audit.service,
            request_id: request.id.as_str(),
        };
        let outcome = outcome.and_then(|executed| form.success(&executed));
        self.metrics.decided(audit, outcome.as_ref().err());
        let (status, error_code, body) = match outcome {
            Ok(body) => (200, None, body),
            Err(failure) => {
                let exception = Exception::new(&failure, audit.service, audit.operation);
                let should_audit = self.should_audit(request, &failure);
                if exception.status >= 500
                    && !is_overload(&failure)
                    && let Failure::Refused(refusal) = &failure
                    && *refusal != Refusal::GivenUp
                {
                    tracing::error!(request_id = %request.id, cause = %refusal, "a request failed");
                }
                if audit.caller.is_none() {
                    // What finds no place is as a connection that is not accepted: counted, not audited.
                    if !matches!(failure, Failure::NoPlace) {
                        self.audit_unproven(request, audit, &exception).await;
                    }
                } else if should_audit && !audit.is_audited {
                    self.audit_refusal(request, audit, &failure, &exception).await;
                }
                (exception.status, Some(exception.code), form.error(&exception))
            }
        };
        warn_of_denial(request, audit);
        let took = self.clock.now().duration_since(request.time);
        self.metrics
            .answered(audit, status, error_code, took.unwrap_or_default());
        tracing::debug!(
            request_id = %request.id, service = audit.service.name(), operation = audit.operation, status, error = error_code, source = %request.source,
            "answered"
        );
        answer(request, form.content_type(), status, error_code, body)
    }

    /// Whether a refusal is audited. Refusals under overload are audited once a second, because they are many
    /// when the server can bear them least.
    fn should_audit(&self, request: &Request, failure: &Failure) -> bool {
        if !is_overload(failure) {
            return !matches!(failure, Failure::Throttled { is_reported: false });
        }
        let now = request.time.duration_since(UNIX_EPOCH).unwrap_or_default();
        let mut overload = self.overload.lock().unwrap_or_else(PoisonError::into_inner);
        let unreported = overload.occurred(now);
        if let Some(unreported) = unreported {
            tracing::warn!(
                unreported,
                "requests are refused, as too much work waits for the directory"
            );
        }
        unreported.is_some()
    }

    /// Notes a refusal, with the decision if it is one on access.
    async fn audit_refusal(
        &self,
        request: &Request,
        audit: &AuditContext,
        failure: &Failure,
        exception: &Exception,
    ) {
        let mut record = audit.record(request, Some(exception));
        if let Failure::Refused(Refusal::Denied(denied)) = failure {
            record.decision = Some(denied.decision.clone());
        }
        self.write_audit_record(record).await;
    }

    /// Writes an audit record that stands alone. If it cannot be written, what it records stays as it is.
    pub(crate) async fn write_audit_record(&self, record: AuditRecord) {
        let (request_id, code) = (record.request_id.clone(), record.error_code.clone());
        if let Err(error) = self.service.write_audit_record(record).await {
            self.metrics.unaudited.inc();
            tracing::error!(request_id, code, cause = %error, "a request could not be audited");
        }
    }
}

const fn is_overload(failure: &Failure) -> bool {
    matches!(failure, Failure::Refused(Refusal::Store(StoreError::Overloaded)))
}

/// Says that something was done that policies deny.
fn warn_of_denial(request: &Request, audit: &AuditContext) {
    if audit.verdict() == Some(Verdict::Observed) {
        tracing::warn!(
            request_id = %request.id, service = audit.service.name(), operation = audit.operation,
            "with --access enforce this would be denied; `roster explain` says why"
        );
    }
}

/// The form of an answer, as the protocol of its service has it.
struct Form<'r> {
    service: Service,
    request_id: &'r str,
}

impl Form<'_> {
    const fn content_type(&self) -> HeaderValue {
        HeaderValue::from_static(match self.service.protocol() {
            Protocol::RestJson => "application/json",
            Protocol::Json { .. } => "application/x-amz-json-1.1",
            Protocol::Query { .. } => "text/xml",
        })
    }

    /// The body of a success.
    fn success(&self, executed: &Executed) -> Result<Vec<u8>, Failure> {
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
        let Protocol::Query { namespace, .. } = self.service.protocol() else {
            let body = json!({
                "__type": exception.code,
                "message": exception.message,
                "Message": exception.message,
            });
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
