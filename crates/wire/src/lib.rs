//! The restJson1 protocol, by description: which path means which operation, and how a request
//! becomes a value.
//!
//! It reads forms, not meaning: constraints are checked by `roster_model::validation`.
//! Source: Smithy's AWS restJson1 specification.

mod decode;
mod route;

pub use decode::{Parts, Rejection, decode, percent_decoded};
pub use route::{Route, Router, labels};
