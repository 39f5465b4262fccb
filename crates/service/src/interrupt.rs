//! Ends a computation whose result is no longer needed.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::refusal::Refusal;

/// Tells a computation to end early: nobody waits for its result any more.
#[derive(Clone, Debug, Default)]
pub struct Interrupt(Arc<AtomicBool>);

impl Interrupt {
    /// Interrupts when the result is dropped.
    #[must_use]
    pub fn on_drop(&self) -> InterruptOnDrop {
        InterruptOnDrop(self.clone())
    }

    /// Ends a computation that nobody waits for. To be asked between steps that take no more than milliseconds.
    pub(crate) fn check(&self) -> Result<(), Refusal> {
        if self.0.load(Ordering::Relaxed) {
            return Err(Refusal::GivenUp);
        }
        Ok(())
    }
}

/// Interrupts when it is dropped.
pub struct InterruptOnDrop(Interrupt);

impl Drop for InterruptOnDrop {
    fn drop(&mut self) {
        self.0.0.store(true, Ordering::Relaxed);
    }
}
