//! CloudTrail.

pub mod events;
pub mod trails;
