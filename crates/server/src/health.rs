//! Whether the server is ready (`GET /_roster/health` and `…/ready`) or alive (`…/live`). Neither needs a
//! signature, and neither is audited.

use std::sync::atomic::Ordering;
use std::time::SystemTime;

use bytes::Bytes;
use http::HeaderValue;
use http_body_util::Full;
use hyper::Response;
use serde_json::json;

use crate::front_door::{Application, ListenerKind};
use crate::http_answer::answer;
use crate::pipeline::Pipeline;
use crate::request::Request;

/// The health of the server.
pub(crate) struct Health;

/// Whether requests would be carried out now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Readiness {
    /// They would.
    Ready,
    /// Changes would fail, because the disk is full.
    DiskFull,
    /// They would not.
    Unavailable,
}

impl Application for Health {
    fn answer(
        &self,
        pipeline: &Pipeline,
        _listener: ListenerKind,
        request: &Request,
    ) -> Option<Response<Full<Bytes>>> {
        if request.method() != "GET" {
            return None;
        }
        let (code, status) = match request.path() {
            "/_roster/health" | "/_roster/health/ready" => match Readiness::of(pipeline, request.time) {
                Readiness::Ready => (200, "ok"),
                Readiness::DiskFull => (503, "disk full"),
                Readiness::Unavailable => (503, "unavailable"),
            },
            "/_roster/health/live" => (200, "alive"),
            _ => return None,
        };
        let body = json!({"status": status, "version": env!("CARGO_PKG_VERSION")});
        let content_type = HeaderValue::from_static("application/json");
        Some(answer(
            request,
            content_type,
            code,
            None,
            body.to_string().into_bytes(),
        ))
    }
}

impl Readiness {
    /// The server listens only once it is ready, but later its database may be out of reach, or its disk may
    /// fail or be full.
    fn of(pipeline: &Pipeline, now: SystemTime) -> Self {
        let service = &pipeline.service;
        if pipeline.is_stopping.load(Ordering::Relaxed) || !service.store().is_reachable() {
            Self::Unavailable
        } else if service.disk_is_full() {
            service.try_disk_again(now);
            Self::DiskFull
        } else {
            Self::Ready
        }
    }
}
