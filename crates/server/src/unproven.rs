//! Requests that prove nothing cost little: each source has a bucket, and of the refusals of a minute
//! the audit has the first, and how many more there were (docs/decisions/0025-unproven-requests.md).

mod refusals;
mod sources;

use roster_model::service::Service;

use crate::request::Request;
use crate::source::Source;

use refusals::Noted;
use sources::Sources;

pub(crate) use refusals::{Refusals, Summary};
pub use sources::SourceLimit;

/// What is kept of requests that prove nothing.
pub(crate) struct Unproven {
    limit: SourceLimit,
    sources: Sources,
    pub(crate) refusals: Refusals,
}

impl Unproven {
    /// Nothing yet.
    pub(crate) fn new(limit: SourceLimit) -> Self {
        Self {
            limit,
            sources: Sources::default(),
            refusals: Refusals::default(),
        }
    }

    /// Whether too many requests of this one's source have proven nothing.
    pub(crate) fn is_exhausted(&self, request: &Request) -> bool {
        let source = Source::of(request.source);
        self.sources.is_exhausted(self.limit, source, request.time)
    }

    /// Notes the refusal of a request that proves nothing.
    pub(crate) fn note(&self, request: &Request, service: Service, code: &'static str) -> Noted {
        let source = Source::of(request.source);
        self.sources.take(self.limit, source, request.time);
        self.refusals.note(request.source, service, code, request.time)
    }
}
