//! The protocols of AWS's clients, by description: requests → values, and outputs → answers.
//!
//! It reads forms, not meaning: constraints are checked by `roster_model::validation`.

pub mod json;
mod output;
pub mod query;
mod rejection;
mod rest_json;
pub mod s3;
mod scalar;
mod xml;

pub use output::encode_output;
pub use rejection::Rejection;
pub use rest_json::{Parts, Route, Router, decode, labels, percent_decoded};
