//! The parts of the pipeline. Each stage gets those that it uses.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use http::request::Parts;
use roster_audit_delivery::Folder;
use roster_domain::Accounts;
use roster_domain::clock::Clock;
use roster_domain::random::Random;
use roster_jobs::JobMetrics;
use roster_service::{Service, WitnessMetrics};
use roster_sigv4::PresignedQuery;
use roster_wire::Router;
use tokio::sync::Semaphore;

use super::config::PipelineConfig;
use super::key_lookup::KeyLookup;
use crate::audit_writer::AuditWriter;
use crate::audited_reads::AuditedReads;
use crate::credential_cache::CredentialCache;
use crate::credentials::Credentials;
use crate::in_flight_requests::InFlightRequests;
use crate::metrics::Metrics;
use crate::once_per_second::OncePerSecond;
use crate::pages::Attempts;
use crate::request::{Peer, Request, new_request_id};
use crate::served_certificate::ServedCertificate;
use crate::throttle::OperationBuckets;
use crate::unproven::Unproven;

/// The pipeline from request to answer, with what its stages use.
pub struct Pipeline {
    pub(crate) service: Arc<Service>,
    pub(crate) credentials: Credentials,
    pub(crate) credential_cache: CredentialCache,
    pub(crate) router: Router,
    pub(crate) config: PipelineConfig,
    pub(crate) buckets: OperationBuckets,
    /// How often requests are refused because too much work waits.
    pub(crate) overload: Mutex<OncePerSecond>,
    pub(crate) unproven: Unproven,
    /// Reads of personal data, if they are audited.
    pub(crate) reads: Option<AuditedReads>,
    /// What the bodies of requests that have proven nothing yet may take together, in bytes.
    pub(crate) unproven_bodies: Semaphore,
    /// How often people may try to sign in.
    pub(crate) attempts: Attempts,
    pub(crate) metrics: Metrics,
    /// The folder that the bucket is answered from, if the audit is delivered.
    pub(crate) delivered: Option<Folder>,
    /// The requests that are being answered, whether or not their callers still wait.
    pub(crate) in_flight: InFlightRequests,
    /// Whether the server stops, so that nothing new is to be sent to it.
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
        let service = Arc::new(service);
        Self {
            metrics: Metrics::new(Arc::clone(service.store())),
            credential_cache: CredentialCache::new(Arc::clone(&service)),
            service,
            delivered: None,
            credentials,
            router: Router::default(),
            config,
            overload: Mutex::default(),
            in_flight: InFlightRequests::default(),
            buckets: OperationBuckets::new(config.throttle),
            unproven: Unproven::new(config.source_limit),
            reads: config.audit_reads.then(AuditedReads::new),
            unproven_bodies: Semaphore::new(config.limits.unproven_body_bytes),
            attempts: Attempts::default(),
            is_stopping: AtomicBool::default(),
            clock,
            random,
        }
    }

    /// The same pipeline, whose metrics show those of background jobs too.
    #[must_use]
    pub fn watching_jobs(mut self, jobs: Arc<JobMetrics>) -> Self {
        self.metrics.watch_jobs(jobs);
        self
    }

    /// The same pipeline, whose metrics show those of the witness of the audit too.
    #[must_use]
    pub fn watching_witness(mut self, witness: Option<Arc<WitnessMetrics>>) -> Self {
        if let Some(witness) = witness {
            self.metrics.watch_witness(witness);
        }
        self
    }

    /// The same pipeline, whose metrics show how long the certificate is valid.
    #[must_use]
    pub fn watching_certificate(mut self, certificate: Option<Arc<ServedCertificate>>) -> Self {
        if let Some(certificate) = certificate {
            self.metrics.watch_certificate(certificate);
        }
        self
    }

    /// The same pipeline, which answers reads of what was delivered to a folder.
    #[must_use]
    pub fn with_delivered(mut self, folder: Option<Folder>) -> Self {
        self.delivered = folder;
        self
    }

    /// From now on, there are these accounts, and these access keys of their roots.
    pub fn replace_roots(&self, accounts: &Accounts, credentials: Credentials) {
        self.service.accounts().replace(accounts);
        self.credentials.replace(credentials);
    }

    /// Says at the addresses of health that the server is about to stop: load balancers look elsewhere.
    pub fn announce_stop(&self) {
        self.is_stopping.store(true, Ordering::Relaxed);
    }

    /// A request whose head has been read, with an id and the time.
    pub(crate) fn received(&self, peer: Peer, head: Parts) -> Request {
        Request {
            id: new_request_id(&*self.random),
            time: self.clock.now(),
            source: peer.address,
            tls: peer.tls,
            gone: peer.gone,
            access_note: self.config.access_log.then(Box::default),
            presigned: head.uri.query().and_then(PresignedQuery::read).map(Box::new),
            head,
        }
    }

    /// Where access keys are found.
    pub(super) fn keys(&self) -> KeyLookup<'_> {
        KeyLookup {
            roots: &self.credentials,
            cache: &self.credential_cache,
            service: &self.service,
        }
    }

    /// What writes the audit records that no handler writes.
    pub(crate) fn audit(&self) -> AuditWriter<'_> {
        AuditWriter {
            service: &self.service,
            unproven: &self.unproven,
            reads: self.reads.as_ref(),
            overload: &self.overload,
            unaudited: &self.metrics.unaudited,
            clock: &*self.clock,
            random: &*self.random,
        }
    }
}
