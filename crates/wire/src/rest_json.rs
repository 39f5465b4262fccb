//! restJson1: which path means which operation, and how the parts of a request become a value.
//!
//! Source: Smithy's AWS restJson1 specification.

mod decode;
mod route;

pub use decode::{Parts, decode, percent_decoded};
pub use route::{Route, Router, labels};
