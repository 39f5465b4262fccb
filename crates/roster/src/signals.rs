//! The signals that a server gets, from its registration on. None of them ends the process by itself.

use std::io::{self, IsTerminal};

use tokio::signal::unix::{Signal, SignalKind, signal};

/// The signals of this process that have not been taken yet.
pub(crate) struct Signals {
    hangup: Signal,
    interrupt: Signal,
    quit: Signal,
    terminate: Signal,
    user_1: Signal,
    user_2: Signal,
    has_terminal: bool,
}

/// What a signal asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Request {
    /// To stop, for this reason.
    Stop(&'static str),
    /// To read settings, keys and certificates again.
    Reload,
    /// Nothing, by this name.
    Nothing(&'static str),
}

impl Signals {
    /// Takes the signals from now on. SIGPIPE is ignored by every program in Rust.
    pub(crate) fn register() -> io::Result<Self> {
        Ok(Self {
            hangup: signal(SignalKind::hangup())?,
            interrupt: signal(SignalKind::interrupt())?,
            quit: signal(SignalKind::quit())?,
            terminate: signal(SignalKind::terminate())?,
            user_1: signal(SignalKind::user_defined1())?,
            user_2: signal(SignalKind::user_defined2())?,
            has_terminal: io::stderr().is_terminal(),
        })
    }

    /// Waits for the next one.
    pub(crate) async fn next(&mut self) -> Request {
        tokio::select! {
            biased;
            _ = self.terminate.recv() => Request::Stop("SIGTERM"),
            _ = self.interrupt.recv() => Request::Stop("SIGINT"),
            _ = self.quit.recv() => Request::Stop("SIGQUIT"),
            _ = self.hangup.recv() => {
                // The same signal says that a terminal was closed. A server that was started in it is not to outlive it.
                if self.has_terminal && !io::stderr().is_terminal() {
                    Request::Stop("the end of its terminal")
                } else {
                    Request::Reload
                }
            }
            _ = self.user_1.recv() => Request::Nothing("SIGUSR1"),
            _ = self.user_2.recv() => Request::Nothing("SIGUSR2"),
        }
    }
}
