//! Whether the engine can be relied upon: as soon as it cannot, nothing is taken or told any more.

use std::fmt::Display;
use std::sync::{Arc, OnceLock};
use std::thread;

use roster_store::StoreError;

use crate::cache::Bodies;

/// Whether the disk keeps what it is told to, and every thread is there. A flush that has failed once is
/// never trusted again: the system forgets what it could not write, and the next flush succeeds without it.
#[derive(Clone, Default)]
pub(crate) struct Trust(Arc<OnceLock<StoreError>>);

impl Trust {
    /// An error if a flush has ever failed, or a thread has panicked.
    pub(crate) fn check(&self) -> Result<(), StoreError> {
        self.0.get().map_or(Ok(()), |error| Err(error.clone()))
    }

    /// Ends it, as the disk could not be flushed. Nothing is moved from the log to the database any more.
    pub(crate) fn end(&self, cause: &dyn Display) -> StoreError {
        tracing::error!(%cause, "the disk could not be flushed; nothing is taken or told until a restart");
        self.0
            .get_or_init(|| StoreError::Unflushed(cause.to_string()))
            .clone()
    }

    /// Why nothing is done any more, if a thread has panicked.
    pub(crate) fn crash(&self) -> Option<StoreError> {
        self.0
            .get()
            .filter(|error| matches!(error, StoreError::Crashed(_)))
            .cloned()
    }

    /// What work hears that cannot be handed over, as the other side is gone.
    pub(crate) fn gone(&self) -> StoreError {
        self.check().err().unwrap_or(StoreError::Stopped)
    }
}

/// Ends the trust when its thread panics. It must be the first variable of a thread's main function: so
/// the trust has ended before anybody notices that the thread's ends of the channels are gone.
pub(crate) struct Sentry {
    pub(crate) trust: Trust,
    pub(crate) bodies: Arc<Bodies>,
}

impl Drop for Sentry {
    fn drop(&mut self) {
        if thread::panicking() {
            let crash = StoreError::dropped();
            tracing::error!(%crash, "the server must be restarted");
            // Where the trust has ended already, that is reason enough.
            _ = self.trust.0.set(crash);
            self.bodies.close();
        }
    }
}
