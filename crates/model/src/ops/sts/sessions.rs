//! Who calls, and temporary credentials.

mod get_caller_identity;

pub use get_caller_identity::*;
