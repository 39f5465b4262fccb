//! The parts of a request that a signature covers, and the headers that carry it.

use http::{HeaderMap, HeaderName};

pub(crate) const X_AMZ_CONTENT_SHA256: HeaderName = HeaderName::from_static("x-amz-content-sha256");
pub(crate) const X_AMZ_DATE: HeaderName = HeaderName::from_static("x-amz-date");
pub(crate) const X_AMZ_SECURITY_TOKEN: HeaderName = HeaderName::from_static("x-amz-security-token");

/// A request as it stands on the wire, signed or about to be.
#[derive(Clone, Copy, Debug)]
pub struct SignedRequest<'a> {
    /// The method, in the case it was sent in.
    pub method: &'a str,
    /// The path as sent, still percent-encoded.
    pub path: &'a str,
    /// The query as sent, still percent-encoded, without its `?`; empty if there is none.
    pub query: &'a str,
    /// All headers. Under HTTP/2, put `:authority` in as `host`.
    pub headers: &'a HeaderMap,
    /// The whole body.
    pub body: &'a [u8],
}
