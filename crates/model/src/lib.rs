//! What the API is: its shapes, operations, exceptions and constraints, declared once as constant
//! data that every engine walks (routing, decoding, validation, redaction, the command line).
//!
//! It does nothing by itself: no I/O, no clock, no knowledge of how an operation is carried out.

pub mod catalogue;
pub mod exception;
pub mod operation;
pub mod operations;
pub mod ops;
pub mod patterns;
pub mod resource_type;
pub mod schema;
pub mod service;
pub mod shapes;
pub mod validation;
