//! The HTTP edge: connections on one side, the service on the other, and between them the
//! pipeline, one readable sentence from request to answer.

mod connections;
mod credentials;
mod exception;
mod health;
mod pipeline;
mod request;
mod respond;

pub use connections::{Limits, Listener, serve};
pub use credentials::{Credential, Credentials};
pub use pipeline::{Access, Edge, Pipeline};
