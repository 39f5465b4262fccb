//! What the API is: its shapes, operations, exceptions and constraints, declared once as constant
//! data that every engine walks (routing, decoding, validation, redaction, the command line).
//!
//! It does nothing by itself: no I/O, no clock, no knowledge of how an operation is carried out.

// So that what is derived here and elsewhere names this crate in one way.
extern crate self as roster_model;

pub mod catalogue;
pub mod exception;
pub mod operation;
pub mod operations;
pub mod ops;
mod output;
pub mod patterns;
pub mod resource_type;
pub mod schema;
pub mod service;
pub mod shapes;
pub mod stored;
pub mod validation;

pub use output::Output;
