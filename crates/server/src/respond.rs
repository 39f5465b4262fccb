//! Outcome → HTTP answer. A refusal is audited here, whatever stage it comes from.

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use http_body_util::Full;
use hyper::Response;
use serde_json::json;

use crate::exception::{Exception, Failure};
use crate::pipeline::Pipeline;
use crate::request::{Facts, Request};

const REQUEST_ID: HeaderName = HeaderName::from_static("x-amzn-requestid");
const ERROR_TYPE: HeaderName = HeaderName::from_static("x-amzn-errortype");

impl Pipeline {
    /// Says how a request ended.
    pub(crate) async fn respond(
        &self,
        request: &Request,
        facts: &Facts,
        outcome: Result<Vec<u8>, Failure>,
    ) -> Response<Full<Bytes>> {
        let (status, error_code, body) = match outcome {
            Ok(body) => (200, None, body),
            Err(failure) => {
                let exception = Exception::new(&failure, facts.operation);
                if exception.status >= 500
                    && let Failure::Refused(refusal) = &failure
                {
                    tracing::error!(request_id = %request.id, cause = %refusal, "a request failed");
                }
                self.audit_refusal(request, facts, exception.code).await;
                (exception.status, Some(exception.code), body(&exception))
            }
        };
        tracing::debug!(
            request_id = %request.id, operation = facts.operation, status, error = error_code, source = %request.source,
            "answered"
        );
        answer(request, status, error_code, body)
    }

    /// Notes a refusal. It stays one even if it cannot be noted.
    async fn audit_refusal(&self, request: &Request, facts: &Facts, code: &str) {
        let record = facts.record(request, Some(code));
        if let Err(error) = self.service.witness(record).await {
            tracing::error!(request_id = %request.id, code, cause = %error, "a refusal could not be audited");
        }
    }
}

/// Every SDK finds the code and the text somewhere in here: the code in the header or `__type`,
/// the text under either spelling.
fn body(exception: &Exception) -> Vec<u8> {
    let body = json!({
        "__type": exception.code,
        "message": exception.message,
        "Message": exception.message,
    });
    body.to_string().into_bytes()
}

/// An HTTP answer with the headers that all answers have.
pub(crate) fn answer(
    request: &Request,
    status: u16,
    error_code: Option<&'static str>,
    body: Vec<u8>,
) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(Bytes::from(body)));
    *response.status_mut() =
        http::StatusCode::from_u16(status).unwrap_or(http::StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    if let Ok(id) = HeaderValue::from_str(request.id.as_str()) {
        headers.insert(REQUEST_ID, id);
    }
    if let Some(code) = error_code {
        headers.insert(ERROR_TYPE, HeaderValue::from_static(code));
    }
    response
}
