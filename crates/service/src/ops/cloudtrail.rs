//! CloudTrail.

mod events;
