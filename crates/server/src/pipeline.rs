//! From request to answer, stage by stage: parse the authorization → route → find the key → receive the
//! body → identify the operation → authenticate → throttle → decode → validate → authorize → execute →
//! respond. Each stage returns a value that only the next stage accepts, so none can be skipped.
//!
//! Access may depend on everything in a request, so it is decided after the request was decoded. A caller
//! learns what is wrong with a request only if it has the right to make it, and what exists only after that
//! (docs/decisions/0002-order-of-refusals.md).

mod addressed_service;
mod authenticate;
mod authorize;
mod decode;
mod execute;
mod find_key;
mod identify;
mod parse_authorization;
mod receive;
mod route;
mod throttle;
mod validate;

use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
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

use crate::credential_cache::CredentialCache;
use crate::credentials::Credentials;
use crate::exception::Failure;
use crate::head::Ambiguity;
use crate::in_flight_requests::InFlightRequests;
use crate::limits::Limits;
use crate::metrics::{InFlightGuard, Metrics};
use crate::once_per_second::OncePerSecond;
use crate::request::{AuditContext, Peer, Request};
use crate::throttle::{OperationBuckets, Throttle};
use crate::unproven::{SourceLimit, Unproven};

use addressed_service::addressed_service;
pub(crate) use authorize::Allowed;
pub(crate) use execute::Executed;

/// What requests must prove.
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
pub struct PipelineConfig {
    /// What requests must prove.
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
    pub(crate) credential_cache: CredentialCache,
    pub(crate) router: Router,
    pub(crate) config: PipelineConfig,
    pub(crate) buckets: OperationBuckets,
    /// How often requests are refused because too much work waits.
    pub(crate) overload: Mutex<OncePerSecond>,
    pub(crate) unproven: Unproven,
    /// What the bodies of requests that have proven nothing yet may take together, in bytes.
    pub(crate) unproven_bodies: Semaphore,
    pub(crate) metrics: Metrics,
    /// The requests that are being answered, whether or not their callers still wait.
    pub(crate) in_flight: InFlightRequests,
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
        config: PipelineConfig,
        clock: Arc<dyn Clock>,
        random: Arc<dyn Random>,
    ) -> Self {
        Self {
            metrics: Metrics::new(Arc::clone(service.store())),
            service,
            credentials,
            credential_cache: CredentialCache::default(),
            router: Router::default(),
            config,
            overload: Mutex::default(),
            in_flight: InFlightRequests::default(),
            buckets: OperationBuckets::default(),
            unproven: Unproven::default(),
            unproven_bodies: Semaphore::new(config.limits.unproven_body_bytes),
            is_stopping: AtomicBool::default(),
            clock,
            random,
        }
    }

    /// Answers one request, of which `checked` says whether its head can be trusted to mean one thing.
    pub(crate) async fn answer<B>(
        &self,
        request: &Request,
        checked: Result<(), Ambiguity>,
        body: B,
    ) -> Response<Full<Bytes>>
    where
        B: Body<Data = Bytes> + Send,
        B::Error: std::error::Error + Send + Sync + 'static,
    {
        let _guard = InFlightGuard::among(&self.metrics.in_flight);
        let mut audit = AuditContext::default();
        let outcome = match checked {
            Ok(()) => self.decide(request, body, &mut audit).await,
            Err(ambiguity) => Err(ambiguity.into()),
        };
        self.respond(request, &audit, outcome).await
    }

    /// Refuses a request on a connection for which there is no place.
    pub(crate) async fn refuse_crowded(&self, request: &Request) -> Response<Full<Bytes>> {
        let authorization = Authorization::parse(&request.head.headers).ok();
        let audit = AuditContext {
            service: addressed_service(request, authorization.as_ref()),
            ..AuditContext::default()
        };
        self.respond(request, &audit, Err(Failure::NoPlace)).await
    }

    /// A request whose head has been read, with an id and the time.
    pub(crate) fn received(&self, peer: Peer, head: Parts) -> Request {
        Request {
            id: self.new_request_id(),
            time: self.clock.now(),
            source: peer.address,
            tls: peer.tls,
            gone: peer.gone,
            head,
        }
    }

    async fn decide<B>(
        &self,
        request: &Request,
        body: B,
        audit: &mut AuditContext,
    ) -> Result<Executed, Failure>
    where
        B: Body<Data = Bytes> + Send,
        B::Error: std::error::Error + Send + Sync + 'static,
    {
        let parsed = self.parse_authorization(request, audit)?;
        let routed = self.route(parsed, audit)?;
        let with_key = self.find_key(routed).await?;
        let received = self.receive(with_key, body).await?;
        let identified = identify::identify(received, audit)?;
        let authenticated = self.authenticate(identified, audit).await?;
        let admitted = self.throttle(authenticated)?;
        let validated = validate::validate(decode::decode(admitted, audit));
        let allowed = self.authorize(validated, audit).await?;
        self.execute(allowed, audit).await
    }

    pub(crate) fn new_request_id(&self) -> Id {
        let mut bytes = [0; 16];
        self.random.fill(&mut bytes);
        Id::from_random(bytes)
    }
}
