//! Requests that prove nothing cost little: each source has a bucket, and of the refusals of a minute
//! the audit has the first, and how many more there were (docs/decisions/0025-unproven-requests.md).

mod refusals;
mod sources;

use std::time::{Duration, SystemTime};

use crate::credential_cache::PresentedCredential;
use crate::exception::{Exception, Failure};
use crate::pipeline::state::Pipeline;
use crate::request::{AuditContext, Request};
use crate::source::Source;

use refusals::Summary;

pub(crate) use refusals::Refusals;
pub use sources::SourceLimit;
pub(crate) use sources::Sources;

/// How often it is looked whether a minute is over.
const LOOKING: Duration = Duration::from_secs(1);

/// What is kept of requests that prove nothing.
#[derive(Default)]
pub(crate) struct Unproven {
    sources: Sources,
    refusals: Refusals,
}

impl Pipeline {
    /// Refuses a request before it costs anything, if too many from its source have proven nothing. A
    /// key that has verified a signature is let through.
    pub(crate) fn require_credit(
        &self,
        request: &Request,
        presented: Option<PresentedCredential<'_>>,
    ) -> Result<(), Failure> {
        let (limit, source) = (self.config.source_limit, Source::of(request.source));
        let is_exhausted = self.unproven.sources.is_exhausted(limit, source, request.time);
        if is_exhausted && !presented.is_some_and(|presented| self.has_verified(presented, request.time)) {
            return Err(Failure::SourceExhausted);
        }
        Ok(())
    }

    fn has_verified(&self, presented: PresentedCredential<'_>, now: SystemTime) -> bool {
        self.credentials.find(presented.access_key_id, now).is_some()
            || self.credential_cache.has_verified(presented)
    }

    /// Notes the refusal of a request that proves nothing.
    pub(crate) async fn audit_unproven(
        &self,
        request: &Request,
        audit: &AuditContext,
        exception: &Exception,
    ) {
        let source = Source::of(request.source);
        self.unproven
            .sources
            .take(self.config.source_limit, source, request.time);
        let noted = self
            .unproven
            .refusals
            .note(request.source, audit.service, exception.code, request.time);
        self.write_summaries(noted.over).await;
        if noted.is_first {
            self.write_audit_record(audit.record(request, Some(exception)))
                .await;
        }
    }

    /// Writes the summaries of past minutes, until it is dropped.
    pub(crate) async fn write_summaries_of_minutes(&self) {
        let mut interval = tokio::time::interval(LOOKING);
        loop {
            interval.tick().await;
            let over = self.unproven.refusals.over(self.clock.now());
            self.write_summaries(over).await;
        }
    }

    /// Writes the summaries of all minutes, at the end.
    pub(crate) async fn write_last_summaries(&self) {
        self.write_summaries(self.unproven.refusals.all()).await;
    }

    /// The store has the records when this returns, so that they are written even if the future is dropped.
    fn write_summaries(&self, summaries: Vec<Summary>) -> impl Future<Output = ()> {
        let now = self.clock.now();
        let records: Vec<_> = summaries
            .into_iter()
            .map(|summary| summary.record(self.new_request_id().to_string(), now))
            .collect();
        let count = records.len();
        let written = (count > 0).then(|| self.service.write_audit_summaries(records));
        async move {
            let Some(written) = written else { return };
            if let Err(error) = written.await {
                self.metrics.unaudited.inc_by(count as u64);
                tracing::error!(count, cause = %error, "summaries of refusals could not be audited");
            }
        }
    }
}
