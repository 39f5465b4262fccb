//! `GET /_roster/health`: whether the server is ready. It asks for no signature and is not audited.

use bytes::Bytes;
use http::HeaderValue;
use http_body_util::Full;
use hyper::Response;
use serde_json::json;

use crate::request::Request;
use crate::respond::answer;

const PATH: &str = "/_roster/health";

/// Whether a request asks for it.
pub(crate) fn is_asked_for(request: &Request) -> bool {
    request.path() == PATH && request.method() == "GET"
}

/// Says that the server is ready: it listens only when it is.
pub(crate) fn report(request: &Request) -> Response<Full<Bytes>> {
    let body = json!({"status": "ok", "version": env!("CARGO_PKG_VERSION")});
    answer(
        request,
        HeaderValue::from_static("application/json"),
        200,
        None,
        body.to_string().into_bytes(),
    )
}
