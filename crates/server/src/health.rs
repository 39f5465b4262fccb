//! Whether the server is ready (`GET /_roster/health` and `…/ready`) or alive (`…/live`). Neither needs a
//! signature, and neither is audited.

use std::future::ready;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::SystemTime;

use bytes::Bytes;
use http::HeaderValue;
use http_body_util::Full;
use hyper::Response;
use roster_domain::BoxFuture;
use serde_json::json;

use crate::application::{Application, BoxedBody, ListenerKind};
use crate::http_answer::answer;
use crate::pipeline::Pipeline;
use crate::request::Request;

const HEALTH: &str = "/_roster/health";
const READY: &str = "/_roster/health/ready";
const LIVE: &str = "/_roster/health/live";

/// The health of the server.
pub(crate) struct Health;

/// Whether requests would be carried out now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Readiness {
    /// They would.
    Ready,
    /// Changes would fail, because the disk is full.
    DiskFull,
    /// They are, but the server is stopping.
    Stopping,
    /// They would not.
    Unavailable,
}

impl Application for Health {
    fn takes(&self, _listener: ListenerKind, request: &Request) -> bool {
        let is_known = [HEALTH, READY, LIVE].contains(&request.path());
        is_known && request.method() == "GET"
    }

    fn is_logged(&self) -> bool {
        false
    }

    fn answer<'a>(
        &'a self,
        pipeline: &'a Arc<Pipeline>,
        request: &'a Request,
        _body: BoxedBody,
    ) -> BoxFuture<'a, Response<Full<Bytes>>> {
        Box::pin(ready(report(pipeline, request)))
    }
}

/// What the server says of itself.
fn report(pipeline: &Pipeline, request: &Request) -> Response<Full<Bytes>> {
    let (code, status) = if request.path() == LIVE {
        (200, "alive")
    } else {
        match Readiness::of(pipeline, request.time) {
            Readiness::Ready => (200, "ok"),
            Readiness::DiskFull => (503, "disk full"),
            Readiness::Stopping => (503, "stopping"),
            Readiness::Unavailable => (503, "unavailable"),
        }
    };
    let body = json!({"status": status, "version": env!("CARGO_PKG_VERSION")});
    let content_type = HeaderValue::from_static("application/json");
    answer(request, content_type, code, None, body.to_string().into_bytes())
}

impl Readiness {
    /// The server listens only once it is ready, but later its database may be out of reach, or its disk may
    /// fail or be full.
    fn of(pipeline: &Pipeline, now: SystemTime) -> Self {
        let service = &pipeline.service;
        if pipeline.is_stopping.load(Ordering::Relaxed) {
            Self::Stopping
        } else if !service.store().is_reachable() {
            Self::Unavailable
        } else if service.disk_is_full() {
            service.try_disk_again(now);
            Self::DiskFull
        } else {
            Self::Ready
        }
    }
}
