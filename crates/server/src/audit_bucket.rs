//! The bucket that the audit is delivered to, as an application of its own: `GET /roster-audit…`, in the path style of S3.

use std::sync::Arc;

use bytes::Bytes;
use http_body_util::Full;
use hyper::Response;
use roster_audit_delivery::BUCKET;
use roster_domain::BoxFuture;

use crate::application::{Application, BoxedBody, ListenerKind};
use crate::pipeline::Pipeline;
use crate::request::Request;

/// The bucket.
pub(crate) struct AuditBucket;

/// Whether a path is the bucket's or one below it.
pub(crate) fn is_in_bucket(path: &str) -> bool {
    key_of(path).is_some()
}

/// The key in a path of the bucket, still percent-encoded; empty in the path of the bucket itself.
pub(crate) fn key_of(path: &str) -> Option<&str> {
    let rest = path.strip_prefix('/')?.strip_prefix(BUCKET)?;
    if rest.is_empty() {
        Some("")
    } else {
        rest.strip_prefix('/')
    }
}

impl Application for AuditBucket {
    fn takes(&self, listener: ListenerKind, request: &Request) -> bool {
        listener == ListenerKind::Main && is_in_bucket(request.path())
    }

    fn answer<'a>(
        &'a self,
        pipeline: &'a Arc<Pipeline>,
        request: &'a Request,
        body: BoxedBody,
    ) -> BoxFuture<'a, Response<Full<Bytes>>> {
        Box::pin(pipeline.read_bucket(request, body))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_bucket_and_what_is_below_it_is_in_it() {
        for (path, key) in [
            ("/roster-audit", Some("")),
            ("/roster-audit/", Some("")),
            ("/roster-audit/AWSLogs/a", Some("AWSLogs/a")),
            ("/roster-audits", None),
            ("/other", None),
            ("roster-audit", None),
            ("/", None),
        ] {
            assert_eq!(key_of(path), key, "{path}");
        }
    }
}
