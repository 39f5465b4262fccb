//! The HTTP server: connections, the front door that chooses the application, and the pipeline that
//! answers requests of the API.

mod application;
mod audit_bucket;
mod audit_writer;
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
mod once_per_second;
mod pages;
mod pipeline;
mod reached;
mod request;
mod signing_key;
mod source;
mod throttle;
mod unproven;

pub use bucket::Rate;
pub use connections::{Listener, serve};
pub use credentials::{Credential, Credentials};
pub use limits::Limits;
pub use pipeline::{Access, Pipeline, PipelineConfig};
pub use throttle::Throttle;
pub use unproven::SourceLimit;
