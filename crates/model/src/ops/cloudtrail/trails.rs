//! What the audit is delivered by.

mod describe_trails;
mod get_trail;
mod list_public_keys;

pub use describe_trails::*;
pub use get_trail::*;
pub use list_public_keys::*;
