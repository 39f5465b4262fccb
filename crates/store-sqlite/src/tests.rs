//! Tests of this engine beyond the suite of the port.

mod concurrency;
mod deferred;
mod empty_log;
mod failing_disk;
mod flushing;
mod panics;
mod plans;
mod restart;
mod row_cache;
mod task;
mod value_search;

/// The payload of a panic that ends the thread which runs the work.
pub(crate) struct FatalPanic;
