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
mod parse_authorization;
mod receive;
mod route;
pub(crate) mod state;
mod throttle;
mod validate;

use bytes::Bytes;
use http_body_util::Full;
use hyper::Response;
use hyper::body::Body;
use roster_sigv4::Authorization;

use crate::exception::Failure;
use crate::head::Ambiguity;
use crate::metrics::InFlightGuard;
use crate::request::{AuditContext, Request};

use addressed_service::addressed_service;
pub use config::{Access, PipelineConfig};
pub(crate) use execute::Executed;
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
}
