//! What this engine promises beyond the port's suite.

mod at_once;
mod failing_disk;
mod flushing;
mod known;
mod noted;
mod restart;
mod task;
