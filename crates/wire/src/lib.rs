//! The protocols that AWS's clients speak, by description: how a request becomes a value, and, where
//! an answer is not plain JSON, how a value becomes an answer.
//!
//! It reads forms, not meaning: constraints are checked by `roster_model::validation`.

pub mod json;
pub mod query;
mod rejection;
mod rest_json;
mod scalar;

pub use rejection::Rejection;
pub use rest_json::{Parts, Route, Router, decode, labels, percent_decoded};
