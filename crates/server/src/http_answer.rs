//! An HTTP answer with the headers that all answers have.

use bytes::Bytes;
use http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderName, HeaderValue};
use http_body_util::Full;
use hyper::Response;

use crate::exception::Exception;
use crate::request::Request;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-amzn-requestid");
const ERROR_TYPE: HeaderName = HeaderName::from_static("x-amzn-errortype");
const ERROR_MESSAGE: HeaderName = HeaderName::from_static("x-amzn-errormessage");

/// The most characters of a message in a header; the body has all of it.
const MESSAGE_CHARACTERS: usize = 1_024;

/// An HTTP answer with the headers that all answers have.
pub(crate) fn answer(
    request: &Request,
    content_type: HeaderValue,
    status: u16,
    exception: Option<&Exception>,
    body: Vec<u8>,
) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(Bytes::from(body)));
    *response.status_mut() =
        http::StatusCode::from_u16(status).unwrap_or(http::StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    if request.presigned.is_some() {
        // Proxies and browsers know by the Authorization header that an answer is not for all; here there is none.
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    headers.insert(CONTENT_TYPE, content_type);
    if let Ok(id) = HeaderValue::from_str(request.id.as_str()) {
        headers.insert(REQUEST_ID, id);
    }
    if let Some(exception) = exception {
        headers.insert(ERROR_TYPE, HeaderValue::from_static(exception.code));
        // The first SDK for Go reads the text of an error here, and nowhere else.
        if let Ok(message) = HeaderValue::from_str(&in_a_header(&exception.message)) {
            headers.insert(ERROR_MESSAGE, message);
        }
    }
    response
}

/// The code of the exception that an answer tells, if any.
pub(crate) fn error_code(response: &Response<Full<Bytes>>) -> Option<&str> {
    response.headers().get(ERROR_TYPE)?.to_str().ok()
}

/// The text as a header can have it: what is not printable ASCII becomes a question mark.
fn in_a_header(text: &str) -> String {
    let printable = |character: char| match character {
        ' '..='~' => character,
        _ => '?',
    };
    text.chars().take(MESSAGE_CHARACTERS).map(printable).collect()
}
