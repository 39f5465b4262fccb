//! An HTTP answer with the headers that all answers have.

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use http_body_util::Full;
use hyper::Response;

use crate::request::Request;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-amzn-requestid");
const ERROR_TYPE: HeaderName = HeaderName::from_static("x-amzn-errortype");

/// An HTTP answer with the headers that all answers have.
pub(crate) fn answer(
    request: &Request,
    content_type: HeaderValue,
    status: u16,
    error_code: Option<&'static str>,
    body: Vec<u8>,
) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(Bytes::from(body)));
    *response.status_mut() =
        http::StatusCode::from_u16(status).unwrap_or(http::StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, content_type);
    if let Ok(id) = HeaderValue::from_str(request.id.as_str()) {
        headers.insert(REQUEST_ID, id);
    }
    if let Some(code) = error_code {
        headers.insert(ERROR_TYPE, HeaderValue::from_static(code));
    }
    response
}
