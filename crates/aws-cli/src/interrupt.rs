//! Ctrl-C: the AWS CLI ends with its own exit code, and leaves the key to the pager while one runs.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock};

use signal_hook::consts::SIGINT;
use signal_hook::flag::register_conditional_shutdown;

/// The exit code of an interrupted command.
pub(crate) const INTERRUPTED: u8 = 130;

static ENDS: LazyLock<Arc<AtomicBool>> = LazyLock::new(|| Arc::new(AtomicBool::new(true)));

/// Makes an interrupt end the process. Where that cannot be, the system ends it all the same.
pub(crate) fn end_when_interrupted() {
    let _ = register_conditional_shutdown(SIGINT, INTERRUPTED.into(), Arc::clone(&ENDS));
}

/// From now on a pager decides what an interrupt means.
pub(crate) fn leave_to_pager() {
    ENDS.store(false, Ordering::Relaxed);
}
