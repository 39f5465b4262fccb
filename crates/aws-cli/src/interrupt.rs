//! Ctrl-C: the process ends with the AWS CLI's exit code. While a pager runs, the pager handles the key.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock};

use signal_hook::consts::SIGINT;
use signal_hook::flag::register_conditional_shutdown;

/// The exit code of an interrupted command.
pub(crate) const INTERRUPTED: u8 = 130;

static EXITS: LazyLock<Arc<AtomicBool>> = LazyLock::new(|| Arc::new(AtomicBool::new(true)));

/// Makes an interrupt end the process with our exit code. If that cannot be set up, the system ends it.
pub(crate) fn exit_on_interrupt() {
    let _ = register_conditional_shutdown(SIGINT, INTERRUPTED.into(), Arc::clone(&EXITS));
}

/// From now on, interrupts are left to the pager.
pub(crate) fn leave_interrupts_to_pager() {
    EXITS.store(false, Ordering::Relaxed);
}
