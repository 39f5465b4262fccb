//! CloudTrail.

pub mod events;
