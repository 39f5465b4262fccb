//! From a request's path to the application that answers it: health, metrics, the pages, the bucket, or the API.

use std::sync::Arc;

use bytes::Bytes;
use http::HeaderValue;
use http::request::Parts;
use http_body_util::{BodyExt, Empty, Full};
use hyper::Response;
use hyper::body::Body;

use crate::application::{Application, BodyError, BoxedBody, ListenerKind};
use crate::audit_bucket::AuditBucket;
use crate::head;
use crate::health::Health;
use crate::http_answer::answer;
use crate::metrics::MetricsPage;
use crate::pages::Pages;
use crate::pipeline::Pipeline;
use crate::request::{Peer, Request};

/// The applications beside the API.
const APPLICATIONS: &[&dyn Application] = &[&Health, &MetricsPage, &Pages, &AuditBucket];

/// The application that a request on such a connection is for; none if it is for the API.
fn application(listener: ListenerKind, request: &Request) -> Option<&'static dyn Application> {
    let mut applications = APPLICATIONS.iter().copied();
    applications.find(|application| application.takes(listener, request))
}

/// Answers one request on the main listener.
pub(crate) async fn answer_any<B>(
    pipeline: &Arc<Pipeline>,
    peer: Peer,
    request: hyper::Request<B>,
) -> Response<Full<Bytes>>
where
    B: Body<Data = Bytes> + Send + 'static,
    B::Error: std::error::Error + Send + Sync + 'static,
{
    let (head, body) = request.into_parts();
    let request = pipeline.received(peer, head);
    let checked = head::check(&request.head, !body.is_end_stream());
    let found = match checked {
        Ok(()) => application(ListenerKind::Main, &request),
        // An application might take it for another request than a proxy did.
        Err(_) => None,
    };
    let response = match found {
        Some(application) => {
            let body = body.map_err(|error| -> BodyError { Box::new(error) });
            application.answer(pipeline, &request, body.boxed_unsync()).await
        }
        None => pipeline.answer(&request, checked, body).await,
    };
    if found.is_none_or(Application::is_logged) {
        request.log_access(&response, &*pipeline.clock);
    }
    response
}

/// Answers one request on a connection for which there is no place.
pub(crate) async fn answer_crowded(
    pipeline: &Arc<Pipeline>,
    peer: Peer,
    head: Parts,
) -> Response<Full<Bytes>> {
    let request = pipeline.received(peer, head);
    match application(ListenerKind::Crowded, &request) {
        Some(application) => application.answer(pipeline, &request, no_body()).await,
        None => {
            let response = pipeline.refuse_crowded(&request).await;
            request.log_access(&response, &*pipeline.clock);
            response
        }
    }
}

/// Answers one request on the listener for metrics.
pub(crate) async fn answer_metrics(
    pipeline: &Arc<Pipeline>,
    peer: Peer,
    head: Parts,
) -> Response<Full<Bytes>> {
    let request = pipeline.received(peer, head);
    match application(ListenerKind::Metrics, &request) {
        Some(application) => application.answer(pipeline, &request, no_body()).await,
        None => {
            let plain = HeaderValue::from_static("text/plain");
            let paths = b"GET /metrics, or /_roster/health\n".to_vec();
            answer(&request, plain, 404, None, paths)
        }
    }
}

fn no_body() -> BoxedBody {
    Empty::new().map_err(|never| match never {}).boxed_unsync()
}
