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
mod config;
mod decode;
mod execute;
mod find_key;
mod identify;
mod key_lookup;
mod parse_authorization;
mod perform;
mod presigned;
mod read_bucket;
mod receive;
mod respond;
mod route;
pub(crate) mod state;
mod throttle;
mod validate;

use bytes::Bytes;
use http_body_util::Full;
use hyper::Response;
use hyper::body::Body;

use crate::exception::Failure;
use crate::head::Ambiguity;
use crate::metrics::InFlightGuard;
use crate::reached::{RequestSummary, StageResult};
use crate::request::Request;

use addressed_service::addressed_service;
use authenticate::authenticate;
use authorize::authorize;
use decode::decode;
use execute::{Executed, execute};
use find_key::find_key;
use identify::identify;
use parse_authorization::{authorization, parse_authorization};
use receive::receive;
use respond::respond;
use route::route;
use throttle::throttle;
use validate::validate;

pub use config::{Access, PipelineConfig};
pub(crate) use presigned::PresignedFault;
pub(crate) use receive::read as read_body;
pub use state::Pipeline;

impl Pipeline {
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
        let outcome = match checked {
            Ok(()) => self.decide(request, body).await,
            Err(ambiguity) => Err(RequestSummary::default().stop(ambiguity)),
        };
        self.end(request, outcome).await
    }

    /// Refuses a request on a connection for which there is no place.
    pub(crate) async fn refuse_crowded(&self, request: &Request) -> Response<Full<Bytes>> {
        let authorization = authorization(request).ok();
        let summary = RequestSummary {
            service: addressed_service(request, authorization.as_ref()),
            ..RequestSummary::default()
        };
        self.end(request, Err(summary.stop(Failure::NoPlace))).await
    }

    async fn decide<'r, B>(&'r self, request: &'r Request, body: B) -> StageResult<'r, Executed<'r>>
    where
        B: Body<Data = Bytes> + Send,
        B::Error: std::error::Error + Send + Sync + 'static,
    {
        let PipelineConfig {
            access,
            clock_skew,
            limits,
            ..
        } = self.config;
        let (keys, clock) = (self.keys(), &*self.clock);
        let parsed = parse_authorization(request, access, &self.unproven, keys)?;
        let routed = route(parsed, &self.router, access)?;
        let with_key = find_key(routed, access, keys, clock_skew).await?;
        let received = receive(with_key, body, limits, &self.unproven_bodies, clock).await?;
        let identified = identify(received)?;
        let authenticated = authenticate(identified, access, keys, clock).await?;
        let admitted = throttle(authenticated, &self.buckets)?;
        let validated = validate(decode(admitted));
        let allowed = authorize(validated, access, &self.service).await?;
        execute(allowed, &self.service).await
    }

    async fn end(&self, request: &Request, outcome: StageResult<'_, Executed<'_>>) -> Response<Full<Bytes>> {
        respond(request, outcome, &self.metrics, self.audit(), &*self.clock).await
    }
}
