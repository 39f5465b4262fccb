//! The HTTP edge: connections on one side, the service on the other, and between them the
//! pipeline, one readable sentence from request to answer.

mod bucket;
mod connections;
mod credentials;
mod exception;
mod head;
mod health;
mod known_keys;
mod limits;
mod metrics;
mod pipeline;
mod request;
mod respond;
mod signing_key;
mod source;
mod telling;
mod throttle;
mod underway;
mod unproven;

pub use bucket::Rate;
pub use connections::{Listener, serve};
pub use credentials::{Credential, Credentials};
pub use limits::Limits;
pub use pipeline::{Access, Edge, Pipeline};
pub use throttle::Throttle;
pub use unproven::SourceLimit;
