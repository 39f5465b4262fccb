//! Inputs made from the API's description: values that fit a shape, and requests on both sides of every
//! constraint. For tests, and for the conformance runner.
#![allow(
    clippy::missing_panics_doc,
    reason = "a shape without a sample fails the test that asks for it"
)]

mod boundaries;
mod sample;

pub use boundaries::{Boundary, Constraint, boundaries, boundaries_around};
pub use sample::sample;
