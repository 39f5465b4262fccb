//! What answers some requests instead of the API.

use std::sync::Arc;

use bytes::Bytes;
use http_body_util::Full;
use http_body_util::combinators::UnsyncBoxBody;
use hyper::Response;
use roster_domain::BoxFuture;

use crate::pipeline::Pipeline;
use crate::request::Request;

/// The error of a body of any connection.
pub(crate) type BodyError = Box<dyn std::error::Error + Send + Sync>;

/// The body of a request, which is not read yet.
pub(crate) type BoxedBody = UnsyncBoxBody<Bytes, BodyError>;

/// What answers some requests instead of the API. Only the bucket asks for a signature.
pub(crate) trait Application: Sync {
    /// Whether a request is for this application.
    fn takes(&self, listener: ListenerKind, request: &Request) -> bool;

    /// Whether the access log has its requests. Those that only watch the server come every few seconds.
    fn is_logged(&self) -> bool {
        true
    }

    /// The answer to a request that it takes.
    fn answer<'a>(
        &'a self,
        pipeline: &'a Arc<Pipeline>,
        request: &'a Request,
        body: BoxedBody,
    ) -> BoxFuture<'a, Response<Full<Bytes>>>;
}

/// What a connection may be used for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum ListenerKind {
    /// Everything.
    Main,
    /// Health and metrics. Everything else is refused, because there is no place for it.
    Crowded,
    /// Health and metrics, without conditions.
    Metrics,
}
