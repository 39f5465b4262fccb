//! What the workers of a store know about their database.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use roster_store::{BoxFuture, Counters, CrashLatch, StoreError};

use crate::failure::Failure;

/// The state of a database, shared by all workers of a store.
pub(crate) struct DatabaseState {
    /// The outcome of the last attempt to connect.
    reachable: AtomicBool,
    /// The first panic of a worker.
    crash: CrashLatch,
    pub(crate) counters: Arc<Counters>,
}

impl DatabaseState {
    pub(crate) fn new() -> Self {
        Self {
            reachable: AtomicBool::new(true),
            crash: CrashLatch::default(),
            counters: Arc::default(),
        }
    }

    pub(crate) fn is_reachable(&self) -> bool {
        self.reachable.load(Ordering::Relaxed) && self.crash.get().is_none()
    }

    /// The panic of a worker, after which no work is done.
    pub(crate) fn crash(&self) -> Option<StoreError> {
        self.crash.get().cloned()
    }

    /// Ends at the panic of a worker.
    pub(crate) fn crashed(&self) -> BoxFuture<'static, ()> {
        self.crash.crashed()
    }

    /// Records that a worker has ended unexpectedly.
    pub(crate) fn record_crash(&self, crash: StoreError) {
        tracing::error!(%crash, "the server must be restarted");
        self.crash.set(crash);
    }

    /// Records an attempt to connect. A server without free connections still counts as reachable while other
    /// connections are open.
    pub(crate) fn record_attempt<T>(&self, opened: &Result<T, Failure>) {
        let is_full = matches!(opened, Err(Failure::NoFreeConnection(_)));
        if !(is_full && self.counters.open_connections.get() > 0) {
            self.reachable.store(opened.is_ok(), Ordering::Relaxed);
        }
    }
}
