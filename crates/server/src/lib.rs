//! The HTTP edge: connections on one side, the service on the other, and between them the
//! pipeline, one readable sentence from request to answer.

mod connections;
mod credentials;
mod exception;
mod health;
mod known_keys;
mod limits;
mod metrics;
mod pipeline;
mod request;
mod respond;
mod signing_key;
mod telling;
mod throttle;
mod underway;

pub use connections::{Listener, serve};
pub use credentials::{Credential, Credentials};
pub use limits::Limits;
pub use pipeline::{Access, Edge, Pipeline};
pub use throttle::{Rate, Throttle};
