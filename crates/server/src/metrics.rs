//! The server's metrics. Only this file and those below it use Prometheus (docs/decisions/0021-metrics.md).
//!
//! No label holds text from a request: all values are known in advance.

mod audit_witness;
mod certificate;
mod format;
mod jobs;
mod page;
#[cfg(target_os = "linux")]
mod process;
mod store;

use std::borrow::Borrow;
use std::sync::Arc;
use std::time::Duration;

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::{Metric, Registry};
use roster_domain::decision::Verdict;
use roster_jobs::JobMetrics;
use roster_model::operations;
use roster_model::service::Service;
use roster_service::{Refusal, WitnessMetrics};
use roster_sigv4::SignatureError;
use roster_store::{Store, StoreError};

use crate::exception::Failure;
use crate::reached::{Proven, RequestSummary};
use crate::served_certificate::ServedCertificate;

pub(crate) use page::MetricsPage;

/// What stands for all operations that Roster does not have.
const OTHER: &str = "other";

/// Why requests are not authenticated.
const UNPROVEN: [&str; 9] = [
    "missing",
    "malformed",
    "scope",
    "headers",
    "time",
    "body",
    "signature",
    "key",
    "expired",
];

/// Why connections end with an error.
const BROKEN: [&str; 9] = [
    "tls",
    "tls_timeout",
    "malformed",
    "timeout",
    "incomplete",
    "broken",
    "idle",
    "address",
    "full",
];

/// Upper bounds of how long requests take, in seconds.
const LATENCIES: [f64; 12] = [
    0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.5, 2.5, 10.0,
];

/// Everything that is counted.
pub(crate) struct Metrics {
    registry: Registry,
    operations: Vec<Answered>,
    answers: Family<Answer, Counter>,
    pub(crate) in_flight: Gauge,
    pub(crate) connections: Gauge,
    pub(crate) accepted: Counter,
    broken: Family<Broken, Counter>,
    unproven: Family<Unproven, Counter>,
    decisions: Family<Decided, Counter>,
    pub(crate) unaudited: Counter,
}

type Durations = Family<Operation, Histogram, fn() -> Histogram>;

/// What is counted of one operation: found, and not made, when a request has been answered.
struct Answered {
    service: Service,
    operation: &'static str,
    successes: Counter,
    durations: Histogram,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Operation {
    service: &'static str,
    operation: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Answer {
    service: &'static str,
    operation: &'static str,
    status: u16,
    /// The code of the exception; empty for a success.
    error: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Broken {
    reason: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Unproven {
    reason: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Decided {
    verdict: &'static str,
}

impl Metrics {
    /// Nothing counted yet, in front of a store.
    pub(crate) fn new(store: Arc<dyn Store>) -> Self {
        let mut registry = Registry::default();
        let version = Info::new([("version", env!("CARGO_PKG_VERSION"))]);
        registry.register("roster_build", "The version that runs", version);
        registry.register_collector(Box::new(store::EngineMetrics(store)));
        #[cfg(target_os = "linux")]
        registry.register_collector(Box::new(process::Process));
        let answers = registered(
            &mut registry,
            "roster_requests",
            "Requests answered",
            Family::default(),
        );
        let durations = registered(
            &mut registry,
            "roster_request_duration_seconds",
            "How long requests took, from their heads to their answers",
            Durations::new_with_constructor(|| Histogram::new(LATENCIES)),
        );
        let metrics = Self {
            operations: operations(&answers, &durations),
            answers,
            in_flight: registered(
                &mut registry,
                "roster_requests_in_flight",
                "Requests that are being answered",
                Gauge::default(),
            ),
            connections: registered(
                &mut registry,
                "roster_connections",
                "Open connections",
                Gauge::default(),
            ),
            accepted: registered(
                &mut registry,
                "roster_connections_accepted",
                "Connections accepted",
                Counter::default(),
            ),
            broken: registered(
                &mut registry,
                "roster_connection_errors",
                "Connections that ended with an error",
                Family::default(),
            ),
            unproven: registered(
                &mut registry,
                "roster_authentication_failures",
                "Requests that did not prove who makes them",
                Family::default(),
            ),
            decisions: registered(
                &mut registry,
                "roster_access_decisions",
                "Decisions of policies on requests",
                Family::default(),
            ),
            unaudited: registered(
                &mut registry,
                "roster_audit_failures",
                "Refusals and observations that could not be written to the audit",
                Counter::default(),
            ),
            registry,
        };
        metrics.begin_at_zero();
        metrics
    }

    /// What has not happened yet has happened no times: only so does its first time show.
    fn begin_at_zero(&self) {
        for reason in UNPROVEN {
            drop(self.unproven.get_or_create(&Unproven { reason }));
        }
        for reason in BROKEN {
            drop(self.broken.get_or_create(&Broken { reason }));
        }
        for verdict in ["allowed", "denied", "observed"] {
            drop(self.decisions.get_or_create(&Decided { verdict }));
        }
    }

    /// Adds what a witness of the audit counts.
    pub(crate) fn watch_witness(&mut self, witness: Arc<WitnessMetrics>) {
        self.registry
            .register_collector(Box::new(audit_witness::HeadMetrics(witness)));
    }

    /// Adds how long a certificate is valid.
    pub(crate) fn watch_certificate(&mut self, certificate: Arc<ServedCertificate>) {
        self.registry
            .register_collector(Box::new(certificate::Expiry(certificate)));
    }

    /// Adds what a runner of background jobs counts.
    pub(crate) fn watch_jobs(&mut self, jobs: Arc<JobMetrics>) {
        self.registry
            .register_collector(Box::new(jobs::RunnerMetrics(jobs)));
    }

    /// Everything, in OpenMetrics' text format.
    pub(crate) fn text(&self) -> Result<String, std::fmt::Error> {
        let mut text = String::new();
        prometheus_client::encoding::text::encode(&mut text, &self.registry)?;
        Ok(text)
    }

    /// Notes how a request was answered, and after how long.
    pub(crate) fn answered(
        &self,
        summary: RequestSummary<'_>,
        status: u16,
        error: Option<&'static str>,
        took: Duration,
    ) {
        let Some(operation) = self.of(summary) else { return };
        operation.durations.observe(took.as_secs_f64());
        match error {
            None => operation.successes.inc(),
            Some(error) => self.answers.get_or_create(&operation.labels(status, error)).inc(),
        };
    }

    /// Notes what was decided on the way to an answer.
    pub(crate) fn decided(&self, proven: Option<&Proven<'_>>, failure: Option<&Failure>) {
        if let Some(verdict) = verdict(proven, failure) {
            let verdict = match verdict {
                Verdict::Allowed => "allowed",
                Verdict::Denied => "denied",
                Verdict::Observed => "observed",
            };
            self.decisions.get_or_create(&Decided { verdict }).inc();
        }
        if let Some(reason) = failure.and_then(unproven) {
            self.unproven.get_or_create(&Unproven { reason }).inc();
        }
    }

    /// Notes that a connection ended with an error.
    pub(crate) fn broke(&self, reason: &'static str) {
        self.broken.get_or_create(&Broken { reason }).inc();
    }

    /// What is counted of the operation that a request leads to.
    fn of(&self, summary: RequestSummary<'_>) -> Option<&Answered> {
        let named = |name: &str| {
            let mut operations = self.operations.iter();
            operations.find(|answered| answered.service == summary.service && answered.operation == name)
        };
        summary.operation.and_then(named).or_else(|| named(OTHER))
    }
}

/// Registers a metric.
fn registered<M: Metric + Clone>(registry: &mut Registry, name: &str, help: &str, metric: M) -> M {
    registry.register(name, help, metric.clone());
    metric
}

/// Every operation, and for each service what it has and Roster has not.
fn operations(answers: &Family<Answer, Counter>, durations: &Durations) -> Vec<Answered> {
    let known = operations::ALL
        .iter()
        .chain(operations::OF_PAGES)
        .chain(operations::OF_BUCKET)
        .map(|description| (description.service, description.name));
    let services = Service::ALL.iter().chain(&[Service::S3]);
    let others = services.map(|service| (*service, OTHER));
    let answered = known.chain(others).map(|(service, operation)| {
        let (name, status, error) = (service.name(), 200, "");
        let labels = Answer {
            service: name,
            operation,
            status,
            error,
        };
        Answered {
            service,
            operation,
            successes: answers.get_or_create_owned(&labels),
            durations: durations.get_or_create_owned(&Operation {
                service: name,
                operation,
            }),
        }
    });
    answered.collect()
}

impl Answered {
    fn labels(&self, status: u16, error: &'static str) -> Answer {
        Answer {
            service: self.service.name(),
            operation: self.operation,
            status,
            error,
        }
    }
}

/// One more, as long as it is kept.
pub(crate) struct InFlightGuard<G: Borrow<Gauge>>(G);

impl<G: Borrow<Gauge>> InFlightGuard<G> {
    pub(crate) fn among(gauge: G) -> Self {
        gauge.borrow().inc();
        Self(gauge)
    }
}

impl<G: Borrow<Gauge>> Drop for InFlightGuard<G> {
    fn drop(&mut self) {
        self.0.borrow().dec();
    }
}

/// What policies have decided; none if they were not asked, or could not answer.
fn verdict(proven: Option<&Proven<'_>>, failure: Option<&Failure>) -> Option<Verdict> {
    match failure {
        Some(Failure::Refused(Refusal::Denied(_))) => Some(Verdict::Denied),
        Some(Failure::Refused(Refusal::Store(
            StoreError::Full
            | StoreError::Unflushed(_)
            | StoreError::Crashed(_)
            | StoreError::Overloaded
            | StoreError::Unknown
            | StoreError::Stopped
            | StoreError::Corrupt(_)
            | StoreError::Engine(_),
        ))) => None,
        // An allowed request often carries no decision.
        Some(_) | None => proven
            .filter(|proven| proven.asked)
            .map(|proven| proven.verdict().unwrap_or_default()),
    }
}

/// Why a request is not authenticated; none if it was refused for another reason.
const fn unproven(failure: &Failure) -> Option<&'static str> {
    let reason = match failure {
        Failure::Signature(error) => match error {
            SignatureError::Missing => "missing",
            SignatureError::SignedTwice
            | SignatureError::AbsentParameters { .. }
            | SignatureError::RepeatedParameter { .. }
            | SignatureError::MalformedExpires { .. }
            | SignatureError::Incomplete(_)
            | SignatureError::NotAPair { .. }
            | SignatureError::MalformedDate { .. }
            | SignatureError::UnsupportedAlgorithm { .. }
            | SignatureError::MalformedCredential { .. }
            | SignatureError::TooManySignedHeaders { .. } => "malformed",
            SignatureError::MalformedScope { .. } => "scope",
            SignatureError::UnsignedHeader { .. } | SignatureError::AbsentHeader { .. } => "headers",
            SignatureError::Skew { .. } | SignatureError::Expired { .. } => "time",
            SignatureError::BodyHashMismatch { .. } => "body",
            SignatureError::Mismatch => "signature",
        },
        Failure::Presigned(_) => "presigned",
        Failure::UnknownKey => "key",
        Failure::ExpiredToken => "expired",
        Failure::Ambiguous(_)
        | Failure::UnknownOperation
        | Failure::NotImplemented(_)
        | Failure::TooLarge(_)
        | Failure::TooSlow(_)
        | Failure::NoRoomForBodies
        | Failure::NoPlace
        | Failure::Broken
        | Failure::FromBrowser
        | Failure::Throttled { .. }
        | Failure::SourceExhausted
        | Failure::Rejected(_)
        | Failure::Invalid(_)
        | Failure::NoSuchBucket
        | Failure::NoSuchKey
        | Failure::NotInBucket(_)
        | Failure::Refused(_) => return None,
    };
    Some(reason)
}
