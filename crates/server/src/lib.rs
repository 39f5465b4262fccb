//! The HTTP server: connections, the front door that chooses the application, and the pipeline that
//! answers requests of the API.

mod access_log;
mod access_note;
mod application;
mod audit_bucket;
mod audit_writer;
mod audited_reads;
mod browser;
mod bucket;
mod clock_timer;
mod connections;
mod credential_cache;
mod credentials;
mod exception;
mod front_door;
mod head;
mod health;
mod http_answer;
mod in_flight_requests;
mod input;
mod limits;
mod metrics;
mod minute;
mod once_per_second;
mod pages;
mod pipeline;
mod reached;
mod request;
mod served_certificate;
mod signing_key;
mod source;
mod throttle;
mod unproven;

pub use access_log::ACCESS_LOG;
pub use bucket::Rate;
pub use connections::{Listener, serve};
pub use credentials::{Credential, Credentials};
pub use limits::Limits;
pub use pipeline::{Access, Pipeline, PipelineConfig};
pub use served_certificate::{Certificate, CertificateError, ServedCertificate};
pub use throttle::Throttle;
pub use unproven::SourceLimit;
