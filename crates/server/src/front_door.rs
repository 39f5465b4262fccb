//! From a request's path to the application that answers it: health, metrics, or the API.

use bytes::Bytes;
use http::HeaderValue;
use http::request::Parts;
use http_body_util::Full;
use hyper::Response;
use hyper::body::Body;

use crate::head;
use crate::health::Health;
use crate::http_answer::answer;
use crate::metrics::MetricsPage;
use crate::pipeline::Pipeline;
use crate::request::{Peer, Request};

/// What answers some requests instead of the API, without a signature, a body or an audit record.
pub(crate) trait Application: Sync {
    /// The answer; none if the request is not for this application.
    fn answer(
        &self,
        pipeline: &Pipeline,
        listener: ListenerKind,
        request: &Request,
    ) -> Option<Response<Full<Bytes>>>;
}

/// The applications beside the API.
const APPLICATIONS: &[&dyn Application] = &[&Health, &MetricsPage];

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

impl ListenerKind {
    fn application(self, pipeline: &Pipeline, request: &Request) -> Option<Response<Full<Bytes>>> {
        APPLICATIONS
            .iter()
            .find_map(|application| application.answer(pipeline, self, request))
    }
}

/// Answers one request on the main listener.
pub(crate) async fn answer_any<B>(
    pipeline: &Pipeline,
    peer: Peer,
    request: hyper::Request<B>,
) -> Response<Full<Bytes>>
where
    B: Body<Data = Bytes> + Send,
    B::Error: std::error::Error + Send + Sync + 'static,
{
    let (head, body) = request.into_parts();
    let request = pipeline.received(peer, head);
    let checked = head::check(&request.head, !body.is_end_stream());
    let application = match checked {
        Ok(()) => ListenerKind::Main.application(pipeline, &request),
        // An application might take it for another request than a proxy did.
        Err(_) => None,
    };
    match application {
        Some(response) => response,
        None => pipeline.answer(&request, checked, body).await,
    }
}

/// Answers one request on a connection for which there is no place.
pub(crate) async fn answer_crowded(pipeline: &Pipeline, peer: Peer, head: Parts) -> Response<Full<Bytes>> {
    let request = pipeline.received(peer, head);
    match ListenerKind::Crowded.application(pipeline, &request) {
        Some(response) => response,
        None => pipeline.refuse_crowded(&request).await,
    }
}

/// Answers one request on the listener for metrics.
pub(crate) fn answer_metrics(pipeline: &Pipeline, peer: Peer, head: Parts) -> Response<Full<Bytes>> {
    let request = pipeline.received(peer, head);
    let application = ListenerKind::Metrics.application(pipeline, &request);
    application.unwrap_or_else(|| {
        let plain = HeaderValue::from_static("text/plain");
        let paths = b"GET /metrics, or /_roster/health\n".to_vec();
        answer(&request, plain, 404, None, paths)
    })
}
