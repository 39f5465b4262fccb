//! Running futures from synchronous code.

use std::thread;

use tokio::runtime::{Builder, Runtime};

use crate::open_error::Reason;

/// A runtime on the current thread.
pub(crate) fn runtime() -> Result<Runtime, Reason> {
    let runtime = Builder::new_current_thread().enable_all().build();
    runtime.map_err(|error| Reason::Failed(error.to_string()))
}

/// Runs a future to its end on a runtime of its own.
pub(crate) fn block_on<T>(future: impl Future<Output = T>) -> Result<T, Reason> {
    Ok(runtime()?.block_on(future))
}

/// Calls a function on another thread: the caller's may run a runtime, which must not be entered twice.
pub(crate) fn on_other_thread<T: Send>(call: impl FnOnce() -> T + Send) -> thread::Result<T> {
    thread::scope(|scope| scope.spawn(call).join())
}
