//! What was called.

mod lookup_events;

pub use lookup_events::*;
