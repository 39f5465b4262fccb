//! Which service a request is for.

use http::header::{CONTENT_TYPE, HeaderValue};
use roster_model::service::Service;
use roster_sigv4::Authorization;

use crate::audit_bucket::is_in_bucket;
use crate::request::Request;

/// The header that names an operation of a service with one path for all.
pub(super) const TARGET: &str = "x-amz-target";

/// What the paths of Roster's own operations start with.
const ROSTER: &str = "/_roster/";

/// The content type of a form.
const FORM: &[u8] = b"application/x-www-form-urlencoded";

/// The service that a request is for: S3 below the path of the bucket, otherwise the one its signature is scoped to, or, without a signature, the one
/// that its head looks like.
pub(super) fn addressed_service(request: &Request, authorization: Option<&Authorization<'_>>) -> Service {
    if is_in_bucket(request.path()) {
        return Service::S3;
    }
    let signed = authorization.and_then(|authorization| Service::named(authorization.scope.service));
    let looks = || {
        let headers = &request.head.headers;
        let kind = headers.get(CONTENT_TYPE).map_or(&b""[..], HeaderValue::as_bytes);
        if headers.contains_key(TARGET) {
            Service::CloudTrail
        } else if request.path() == "/" && (kind.starts_with(FORM) || names_action(request)) {
            Service::Iam
        } else if request.path().starts_with(ROSTER) {
            Service::Roster
        } else {
            Service::Connect
        }
    };
    signed.unwrap_or_else(looks)
}

/// Whether the query string is a form that names an operation.
fn names_action(request: &Request) -> bool {
    let mut parameters = request.query().split('&');
    parameters.any(|parameter| parameter.starts_with("Action="))
}
