//! From request to answer: route → authenticate → throttle → decode → validate → authorize →
//! execute → respond. Each stage returns what only the next accepts, so that none can be skipped.
//!
//! Access may depend on everything that a request says, so it is decided when the request was read;
//! but what is wrong with a request is told only to who has the right to make it, and what is there
//! only after that (docs/decisions/0002-order-of-refusals.md).

mod authenticate;
mod authorize;
mod claim;
mod decode;
mod execute;
mod receive;
mod recognize;
mod route;
mod throttle;
mod validate;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::HeaderValue;
use http::request::Parts;
use http_body_util::Full;
use hyper::Response;
use hyper::body::Body;
use roster_domain::Id;
use roster_domain::clock::Clock;
use roster_domain::random::Random;
use roster_service::Service;
use roster_sigv4::Authorization;
use roster_wire::Router;
use tokio::sync::Semaphore;

use crate::credentials::Credentials;
use crate::exception::Failure;
use crate::head;
use crate::health::{self, Readiness};
use crate::known_keys::KnownKeys;
use crate::limits::Limits;
use crate::metrics::{self, Metrics, Present};
use crate::request::{Facts, Peer, Request};
use crate::respond::answer;
use crate::telling::Telling;
use crate::throttle::{OperationBuckets, Throttle};
use crate::underway::Underway;
use crate::unproven::{SourceLimit, Unproven};

pub(crate) use authorize::Allowed;
pub(crate) use claim::may_come_from_a_page;

/// Who must prove what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Access {
    /// Signature and policy are checked.
    #[default]
    Enforce,
    /// The signature is checked; what policies would refuse is reported, not refused.
    Observe,
    /// Anything goes.
    Off,
}

/// What the pipeline needs to know about its place.
#[derive(Clone, Copy, Debug)]
pub struct Edge {
    /// Who must prove what.
    pub access: Access,
    /// How far a signature's time may be from ours.
    pub clock_skew: Duration,
    /// How often operations may be called.
    pub throttle: Throttle,
    /// How many requests that prove nothing are answered, for each source.
    pub source_limit: SourceLimit,
    /// How large and how slow a request may be.
    pub limits: Limits,
}

/// The way from request to answer.
pub struct Pipeline {
    pub(crate) service: Service,
    pub(crate) credentials: Credentials,
    pub(crate) known_keys: KnownKeys,
    pub(crate) router: Router,
    pub(crate) edge: Edge,
    pub(crate) buckets: OperationBuckets,
    /// How often requests are refused because too much work waits.
    pub(crate) overload: Mutex<Telling>,
    pub(crate) unproven: Unproven,
    /// What the bodies of requests that have proven nothing yet may take together, in bytes.
    pub(crate) unproven_bodies: Semaphore,
    pub(crate) metrics: Metrics,
    /// The requests that are being answered, whether or not their callers still wait.
    pub(crate) underway: Underway,
    /// Whether the server takes no more connections.
    pub(crate) is_stopping: AtomicBool,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) random: Arc<dyn Random>,
}

impl Pipeline {
    /// A pipeline in front of a service.
    pub fn new(
        service: Service,
        credentials: Credentials,
        edge: Edge,
        clock: Arc<dyn Clock>,
        random: Arc<dyn Random>,
    ) -> Self {
        Self {
            metrics: Metrics::new(Arc::clone(service.store())),
            service,
            credentials,
            known_keys: KnownKeys::default(),
            router: Router::default(),
            edge,
            overload: Mutex::default(),
            underway: Underway::default(),
            buckets: OperationBuckets::default(),
            unproven: Unproven::default(),
            unproven_bodies: Semaphore::new(edge.limits.unproven_body_bytes),
            is_stopping: AtomicBool::default(),
            clock,
            random,
        }
    }

    /// Answers one request.
    pub(crate) async fn answer<B>(&self, peer: Peer, request: hyper::Request<B>) -> Response<Full<Bytes>>
    where
        B: Body<Data = Bytes> + Send,
        B::Error: std::error::Error + Send + Sync + 'static,
    {
        let (head, body) = request.into_parts();
        let request = self.received(peer, head);
        let checked = head::check(&request.head, !body.is_end_stream());
        if checked.is_ok() {
            if let Some(question) = health::asked(&request) {
                return health::report(&request, question, self.readiness(request.time));
            }
            if metrics::is_asked_for(&request) && metrics::is_from_here(&request) {
                return self.metrics.report(&request);
            }
        }
        let _present = Present::among(&self.metrics.in_flight);
        let mut facts = Facts::default();
        let outcome = match checked {
            Ok(()) => self.decide(&request, body, &mut facts).await,
            Err(ambiguity) => Err(ambiguity.into()),
        };
        self.respond(&request, &facts, outcome).await
    }

    /// Answers one request on a connection for which there is no place: health and metrics as ever, all
    /// else with a refusal.
    pub(crate) async fn answer_crowded(&self, peer: Peer, head: Parts) -> Response<Full<Bytes>> {
        let request = self.received(peer, head);
        if let Some(question) = health::asked(&request) {
            return health::report(&request, question, self.readiness(request.time));
        }
        if metrics::is_asked_for(&request) && metrics::is_from_here(&request) {
            return self.metrics.report(&request);
        }
        let authorization = Authorization::parse(&request.head.headers).ok();
        let facts = Facts {
            service: route::service(&request, authorization.as_ref()),
            ..Facts::default()
        };
        self.respond(&request, &facts, Err(Failure::NoPlace)).await
    }

    /// Answers one request of somebody who only watches: whoever gets here may.
    pub(crate) fn answer_watcher(&self, peer: Peer, head: Parts) -> Response<Full<Bytes>> {
        let request = self.received(peer, head);
        if let Some(question) = health::asked(&request) {
            health::report(&request, question, self.readiness(request.time))
        } else if metrics::is_asked_for(&request) {
            self.metrics.report(&request)
        } else {
            let plain = HeaderValue::from_static("text/plain");
            answer(
                &request,
                plain,
                404,
                None,
                b"GET /metrics, or /_roster/health\n".to_vec(),
            )
        }
    }

    /// Whether a request would be carried out now. The server listens only when it was ready, but a
    /// database of its own may be out of reach since, or a disk may have failed, or be full.
    fn readiness(&self, now: SystemTime) -> Readiness {
        if self.is_stopping.load(Ordering::Relaxed) || !self.service.store().is_reachable() {
            Readiness::Unavailable
        } else if self.service.disk_is_full() {
            self.service.try_disk_again(now);
            Readiness::DiskFull
        } else {
            Readiness::Ready
        }
    }

    fn received(&self, peer: Peer, head: Parts) -> Request {
        Request {
            id: self.new_request_id(),
            time: self.clock.now(),
            source: peer.address,
            tls: peer.tls,
            gone: peer.gone,
            head,
        }
    }

    async fn decide<B>(&self, request: &Request, body: B, facts: &mut Facts) -> Result<Vec<u8>, Failure>
    where
        B: Body<Data = Bytes> + Send,
        B::Error: std::error::Error + Send + Sync + 'static,
    {
        let claimed = self.claim(request, facts)?;
        let routed = self.route(claimed, facts)?;
        let recognized = self.recognize(routed).await?;
        let received = self.receive(recognized, body).await?;
        let identified = route::identify(received, facts)?;
        let authenticated = self.authenticate(identified, facts).await?;
        let admitted = self.throttle(authenticated)?;
        let validated = validate::validate(decode::decode(admitted, facts));
        let allowed = self.authorize(validated, facts).await?;
        self.execute(allowed, facts).await
    }

    pub(crate) fn new_request_id(&self) -> Id {
        let mut bytes = [0; 16];
        self.random.fill(&mut bytes);
        Id::from_random(bytes)
    }
}
