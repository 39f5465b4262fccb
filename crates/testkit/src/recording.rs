//! What clients of a Roster call, kept on request.

use std::sync::{Mutex, PoisonError};

use roster_model::service::Service;
use serde_json::Value;

/// A call of an operation, and its answer.
#[derive(Clone, Debug)]
pub struct Call {
    /// The service.
    pub service: Service,
    /// The name of the operation.
    pub operation: &'static str,
    /// What was sent.
    pub input: Value,
    /// The status of the answer.
    pub status: u16,
    /// The output; null if there is none.
    pub output: Value,
}

/// The calls since the recording began; none before.
#[derive(Debug, Default)]
pub(crate) struct Recording(Mutex<Option<Vec<Call>>>);

impl Recording {
    pub(crate) fn begin(&self) {
        *self.calls() = Some(Vec::new());
    }

    pub(crate) fn add(&self, call: impl FnOnce() -> Call) {
        if let Some(calls) = &mut *self.calls() {
            calls.push(call());
        }
    }

    pub(crate) fn end(&self) -> Vec<Call> {
        self.calls().take().unwrap_or_default()
    }

    fn calls(&self) -> std::sync::MutexGuard<'_, Option<Vec<Call>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
