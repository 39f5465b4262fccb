//! The failure after which the engine does nothing more until a restart.

use std::fmt::Display;
use std::sync::{Arc, OnceLock};
use std::thread;

use roster_store::{BoxFuture, CrashLatch, StoreError};

use crate::row_cache::RowCache;

/// Keeps the first failure of a flush, or the first panic of a thread. A disk that failed to flush once is
/// not trusted again: the kernel drops the pages that it could not write, and the next flush succeeds
/// without them.
#[derive(Clone, Default)]
pub(crate) struct FailureLatch {
    failure: Arc<OnceLock<StoreError>>,
    /// The failure, if it is a panic.
    crash: CrashLatch,
}

impl FailureLatch {
    /// # Errors
    ///
    /// If a flush has failed or a thread has panicked.
    pub(crate) fn check(&self) -> Result<(), StoreError> {
        self.failure.get().map_or(Ok(()), |error| Err(error.clone()))
    }

    /// Latches a failed flush. From now on no checkpoint runs.
    pub(crate) fn flush_failed(&self, cause: &dyn Display) -> StoreError {
        tracing::error!(%cause, "fsync failed; refusing all requests until a restart");
        self.failure
            .get_or_init(|| StoreError::Unflushed(cause.to_string()))
            .clone()
    }

    /// Latches the panic of the current thread.
    fn thread_panicked(&self) {
        let crash = StoreError::dropped();
        tracing::error!(%crash, "the server must be restarted");
        // An earlier failure is reason enough.
        if self.failure.set(crash.clone()).is_ok() {
            self.crash.set(crash);
        }
    }

    /// The panic of a thread, if that is the failure.
    pub(crate) fn crash(&self) -> Option<StoreError> {
        self.crash.get().cloned()
    }

    /// Ends at the panic of a thread, if that is the failure.
    pub(crate) fn crashed(&self) -> BoxFuture<'static, ()> {
        self.crash.crashed()
    }

    /// The error of work that cannot be handed to a thread, because that has ended.
    pub(crate) fn thread_ended(&self) -> StoreError {
        self.check().err().unwrap_or(StoreError::Stopped)
    }
}

/// Latches the panic of its thread. It must be the first variable of the thread's main function, so that it
/// is dropped last but before the thread's ends of the channels are noticed to be gone.
pub(crate) struct PanicGuard {
    pub(crate) failure: FailureLatch,
    pub(crate) cache: Arc<RowCache>,
}

impl Drop for PanicGuard {
    fn drop(&mut self) {
        if thread::panicking() {
            self.failure.thread_panicked();
            self.cache.close();
        }
    }
}
