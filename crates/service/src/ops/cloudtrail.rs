//! CloudTrail.

mod events;
mod trails;
