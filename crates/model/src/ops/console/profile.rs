//! What users see of themselves.

mod describe_profile;

pub use describe_profile::*;
