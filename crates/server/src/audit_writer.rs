//! Writes the audit records that no handler writes: of refusals, in full or as summaries, of reads that
//! policies deny while access is only observed, and summaries of reads of personal data.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use prometheus_client::metrics::counter::Counter;
use roster_domain::audit::AuditRecord;
use roster_domain::clock::Clock;
use roster_domain::random::Random;
use roster_model::Output;
use roster_model::operation::Description;
use roster_service::{Refusal, Service};

use crate::audited_reads::{AuditedReads, ReadSummary};
use crate::exception::{Exception, Failure};
use crate::once_per_second::OncePerSecond;
use crate::reached::{Proven, Reached, Stopped};
use crate::request::{Request, new_request_id};
use crate::unproven::{Summary, Unproven};

/// How often the writer looks whether a minute is over.
const LOOKING: Duration = Duration::from_secs(1);

/// What writes audit records.
#[derive(Clone, Copy)]
pub(crate) struct AuditWriter<'p> {
    pub(crate) service: &'p Service,
    pub(crate) unproven: &'p Unproven,
    /// Reads of personal data, if they are audited.
    pub(crate) reads: Option<&'p AuditedReads>,
    /// How often requests are refused because too much work waits.
    pub(crate) overload: &'p Mutex<OncePerSecond>,
    /// Counts the records that could not be written.
    pub(crate) unaudited: &'p Counter,
    pub(crate) clock: &'p dyn Clock,
    pub(crate) random: &'p dyn Random,
}

impl AuditWriter<'_> {
    /// Writes the record of a refusal, unless the transaction that decided it has done so.
    pub(crate) async fn write_refusal(self, request: &Request, stopped: &Stopped<'_>, exception: &Exception) {
        let Stopped {
            reached,
            failure,
            is_audited,
        } = stopped;
        let is_due = self.is_due(request.time, failure);
        match reached {
            // What finds no place is as a connection that is not accepted: counted, not audited.
            Reached::Unproven(_) if matches!(failure, Failure::NoPlace) => {}
            Reached::Unproven(summary) => {
                let noted = self.unproven.note(request, summary.service, exception.code);
                self.write_summaries(noted.over, Summary::record).await;
                if noted.is_first {
                    self.write(summary.record(request, exception)).await;
                }
            }
            Reached::Proven(proven) if is_due && !is_audited => {
                let mut record = proven.record(request, Some(exception));
                if let Failure::Refused(Refusal::Denied(denied)) = failure {
                    record.decision = Some(denied.decision.clone());
                }
                self.write(record).await;
            }
            Reached::Proven(_) => {}
        }
    }

    /// Whether a refusal is audited. Refusals under overload are audited once a second, because they are many
    /// when the server can bear them least.
    fn is_due(self, now: SystemTime, failure: &Failure) -> bool {
        if !failure.is_overload() {
            return !matches!(failure, Failure::Throttled { is_reported: false });
        }
        let now = now.duration_since(UNIX_EPOCH).unwrap_or_default();
        let mut overload = self.overload.lock().unwrap_or_else(PoisonError::into_inner);
        let unreported = overload.occurred(now);
        if let Some(unreported) = unreported {
            tracing::warn!(
                unreported,
                "requests are refused, as too much work waits for the directory"
            );
        }
        unreported.is_some()
    }

    /// Writes an audit record that stands alone. If it cannot be written, what it records stays as it is.
    pub(crate) async fn write(self, record: AuditRecord) {
        let (request_id, code) = (record.request_id.clone(), record.error_code.clone());
        if let Err(error) = self.service.write_audit_record(record).await {
            self.unaudited.inc();
            tracing::error!(request_id, code, cause = %error, "a request could not be audited");
        }
    }

    /// Counts a read, if reads like it are audited. It waits for a record only if there is no room for its count.
    pub(crate) async fn count_read(
        self,
        request: &Request,
        proven: &Proven<'_>,
        operation: &'static Description,
        output: &dyn Output,
    ) {
        let Some(reads) = self.reads.filter(|reads| reads.counts(operation)) else {
            return;
        };
        // An answer that cannot be written names nothing.
        let answer = output.to_value().unwrap_or_default();
        let due = reads.note(request, proven, operation, &answer);
        self.write_summaries(due, ReadSummary::record).await;
    }

    /// Writes the summaries of past minutes, until it is dropped.
    pub(crate) async fn write_summaries_of_minutes(self) {
        loop {
            let now = self.clock.now();
            self.write_summaries(self.unproven.refusals.over(now), Summary::record)
                .await;
            if let Some(reads) = self.reads {
                self.write_summaries(reads.over(now), ReadSummary::record).await;
            }
            self.clock.sleep(LOOKING).await;
        }
    }

    /// Writes the summaries of all minutes, at the end.
    pub(crate) async fn write_last_summaries(self) {
        self.write_summaries(self.unproven.refusals.all(), Summary::record)
            .await;
        if let Some(reads) = self.reads {
            self.write_summaries(reads.all(), ReadSummary::record).await;
        }
    }

    /// The store has the records when this returns, so that they are written even if the future is dropped.
    fn write_summaries<S>(
        self,
        summaries: Vec<S>,
        record: fn(S, String, SystemTime) -> AuditRecord,
    ) -> impl Future<Output = ()> {
        let now = self.clock.now();
        let records: Vec<_> = summaries
            .into_iter()
            .map(|summary| record(summary, new_request_id(self.random).to_string(), now))
            .collect();
        let count = records.len();
        let written = (count > 0).then(|| self.service.write_audit_summaries(records));
        async move {
            let Some(written) = written else { return };
            if let Err(error) = written.await {
                self.unaudited.inc_by(count as u64);
                tracing::error!(count, cause = %error, "summaries of requests could not be audited");
            }
        }
    }
}
