//! `GET /metrics` and `GET /_roster/metrics`, and from where it may be read without a signature.

use std::future::ready;
use std::sync::Arc;

use bytes::Bytes;
use http::HeaderValue;
use http::header::HeaderName;
use http_body_util::Full;
use hyper::Response;
use roster_domain::BoxFuture;

use super::Metrics;
use super::format::Format;
use crate::application::{Application, BoxedBody, ListenerKind};
use crate::browser::may_come_from_a_page;
use crate::http_answer::answer;
use crate::pipeline::Pipeline;
use crate::request::Request;

const PATHS: [&str; 2] = ["/metrics", "/_roster/metrics"];

/// What a proxy adds: it is on this machine, and those it asks for may not be.
const FORWARDED: [HeaderName; 4] = [
    HeaderName::from_static("forwarded"),
    HeaderName::from_static("via"),
    HeaderName::from_static("x-forwarded-for"),
    HeaderName::from_static("x-real-ip"),
];

/// The metrics: for programs on this machine, and for all clients of the metrics listener.
pub(crate) struct MetricsPage;

impl Application for MetricsPage {
    fn takes(&self, listener: ListenerKind, request: &Request) -> bool {
        let is_for_metrics = PATHS.contains(&request.path()) && request.method() == "GET";
        is_for_metrics && (listener == ListenerKind::Metrics || is_from_here(request))
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
        Box::pin(ready(pipeline.metrics.report(request)))
    }
}

/// Whether a program on this machine sent a request, and not a web page or a proxy.
fn is_from_here(request: &Request) -> bool {
    let is_forwarded = FORWARDED
        .iter()
        .any(|name| request.head.headers.contains_key(name));
    request.source.to_canonical().is_loopback() && !is_forwarded && !may_come_from_a_page(request)
}

impl Metrics {
    /// Everything, as an answer.
    fn report(&self, request: &Request) -> Response<Full<Bytes>> {
        match self.text() {
            Ok(text) => {
                let format = Format::asked_for(&request.head.headers);
                let body = format.of(text).into_bytes();
                answer(request, format.content_type(), 200, None, body)
            }
            Err(error) => {
                tracing::error!(%error, "the metrics could not be written");
                let plain = HeaderValue::from_static("text/plain");
                answer(request, plain, 500, None, b"see the log\n".to_vec())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;
    use std::time::SystemTime;

    use roster_domain::Id;

    use roster_service::Interrupt;

    use super::*;

    fn asked(source: &str, headers: &[(&str, &str)]) -> bool {
        let mut request = http::Request::builder().uri("/metrics");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let source: IpAddr = source.parse().unwrap();
        is_from_here(&Request {
            id: Id::from_random([0; 16]),
            time: SystemTime::UNIX_EPOCH,
            source,
            tls: None,
            gone: Interrupt::default(),
            presigned: None,
            access_note: None,
            head: request.body(()).unwrap().into_parts().0,
        })
    }

    const HERE: (&str, &str) = ("host", "localhost:7420");

    #[test]
    fn programs_of_this_machine_may_ask() {
        for source in ["127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1"] {
            assert!(asked(source, &[HERE]), "{source}");
        }
        assert!(asked("127.0.0.1", &[("host", "127.0.0.1:7420")]));
        assert!(asked("::1", &[("host", "[::1]:7420")]));
    }

    #[test]
    fn other_machines_may_not_whatever_they_say() {
        for source in [
            "192.0.2.1",
            "10.0.0.1",
            "0.0.0.0",
            "fe80::1",
            "2001:db8::1",
            "::ffff:192.0.2.1",
        ] {
            assert!(!asked(source, &[HERE]), "{source}");
        }
    }

    #[test]
    fn whom_a_proxy_asks_for_may_not() {
        for name in ["Forwarded", "Via", "X-Forwarded-For", "X-Real-IP"] {
            assert!(!asked("127.0.0.1", &[HERE, (name, "127.0.0.1")]), "{name}");
        }
    }

    #[test]
    fn pages_in_a_browser_may_not() {
        assert!(!asked("127.0.0.1", &[HERE, ("origin", "http://example.com")]));
        assert!(!asked("127.0.0.1", &[("host", "rebound.example.com:7420")]));
        assert!(!asked("127.0.0.1", &[]));
    }
}
