//! What this engine promises beyond the port's suite.

mod at_once;
mod crashed;
mod failing_disk;
mod flushing;
mod known;
mod noted;
mod restart;
mod task;

/// What work panics with that is to end the thread which runs it.
pub(crate) struct Deadly;
