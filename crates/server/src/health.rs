//! Whether the server is ready (`GET /_roster/health` and `…/ready`), or alive at all (`…/live`). It
//! asks for no signature and is not audited.

use bytes::Bytes;
use http::HeaderValue;
use http_body_util::Full;
use hyper::Response;
use serde_json::json;

use crate::request::Request;
use crate::respond::answer;

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Question {
    /// Whether requests would be carried out now.
    Ready,
    /// Whether the process answers; if not, only a restart helps.
    Live,
}

/// Whether requests would be carried out now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Readiness {
    /// They would.
    Ready,
    /// What changes something would fail, as the disk is full.
    DiskFull,
    /// They would not.
    Unavailable,
}

/// What a request asks, if it does.
pub(crate) fn asked(request: &Request) -> Option<Question> {
    if request.method() != "GET" {
        return None;
    }
    match request.path() {
        "/_roster/health" | "/_roster/health/ready" => Some(Question::Ready),
        "/_roster/health/live" => Some(Question::Live),
        _ => None,
    }
}

/// Answers.
pub(crate) fn report(request: &Request, question: Question, readiness: Readiness) -> Response<Full<Bytes>> {
    let (code, status) = match (question, readiness) {
        (Question::Live, _) => (200, "alive"),
        (Question::Ready, Readiness::Ready) => (200, "ok"),
        (Question::Ready, Readiness::DiskFull) => (503, "disk full"),
        (Question::Ready, Readiness::Unavailable) => (503, "unavailable"),
    };
    let body = json!({"status": status, "version": env!("CARGO_PKG_VERSION")});
    answer(
        request,
        HeaderValue::from_static("application/json"),
        code,
        None,
        body.to_string().into_bytes(),
    )
}
