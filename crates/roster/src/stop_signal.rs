//! A clean stop of a command by Ctrl-C or SIGTERM: it finishes what it is at.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag::{register, register_conditional_shutdown};

/// How long a stop may take to be noticed.
const SLICE: Duration = Duration::from_millis(250);

/// The exit code after a second signal.
const INTERRUPTED: i32 = 130;

/// Whether Ctrl-C or SIGTERM has asked for a stop. A second one ends the process at once.
#[derive(Clone, Debug, Default)]
pub(crate) struct StopSignal(Arc<AtomicBool>);

impl StopSignal {
    /// Takes the signals from now on.
    pub(crate) fn register() -> anyhow::Result<Self> {
        let stop = Self::default();
        for signal in [SIGINT, SIGTERM] {
            register_conditional_shutdown(signal, INTERRUPTED, Arc::clone(&stop.0))?;
            register(signal, Arc::clone(&stop.0))?;
        }
        Ok(stop)
    }

    /// Asks for a stop.
    #[cfg(test)]
    pub(crate) fn set(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether the signal has come.
    pub(crate) fn flag(&self) -> &AtomicBool {
        &self.0
    }

    /// Breaks after the signal.
    pub(crate) fn flow(&self) -> ControlFlow<()> {
        if self.0.load(Ordering::Relaxed) {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    }

    /// Waits so long, or until the signal.
    pub(crate) fn wait(&self, duration: Duration) -> ControlFlow<()> {
        let mut remaining = duration;
        while !remaining.is_zero() && self.flow().is_continue() {
            let slice = remaining.min(SLICE);
            sleep(slice);
            remaining -= slice;
        }
        self.flow()
    }
}

#[allow(
    clippy::disallowed_methods,
    reason = "what changes elsewhere comes without a notification"
)]
fn sleep(duration: Duration) {
    std::thread::sleep(duration);
}
