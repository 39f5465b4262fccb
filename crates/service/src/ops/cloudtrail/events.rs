//! What was called.

mod lookup_events;
