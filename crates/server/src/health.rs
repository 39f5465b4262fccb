//! `GET /_roster/health`: whether the server is ready. It asks for no signature and is not audited.

use bytes::Bytes;
use http::HeaderValue;
use http_body_util::Full;
use hyper::Response;
use roster_store::Store;
use serde_json::json;

use crate::request::Request;
use crate::respond::answer;

const PATH: &str = "/_roster/health";

/// Whether a request asks for it.
pub(crate) fn is_asked_for(request: &Request) -> bool {
    request.path() == PATH && request.method() == "GET"
}

/// Says whether the server is ready: it listens only when it was, but a database of its own may be
/// out of reach since.
pub(crate) fn report(request: &Request, store: &dyn Store) -> Response<Full<Bytes>> {
    let (code, status) = if store.is_reachable() {
        (200, "ok")
    } else {
        (503, "unavailable")
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
