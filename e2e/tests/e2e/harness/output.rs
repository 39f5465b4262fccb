//! Processes that end by themselves, and what they have written.

use std::io::Read;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

/// How long anything may take before a test gives up on it.
pub(crate) const PATIENCE: Duration = Duration::from_mins(1);

/// A process that has ended.
#[derive(Debug)]
pub(crate) struct Finished {
    pub(crate) status: ExitStatus,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Finished {
    /// The exit code.
    pub(crate) fn code(&self) -> i32 {
        self.status
            .code()
            .unwrap_or_else(|| panic!("ended by a signal: {self:?}"))
    }

    /// What it printed; it must have succeeded.
    pub(crate) fn printed(self) -> String {
        assert_eq!(self.code(), 0, "{self:?}");
        self.stdout
    }
}

/// Runs a command to its end.
pub(crate) fn finish(command: &mut Command) -> Finished {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("{command:?} does not start: {error}"));
    let stdout = collect(child.stdout.take().expect("a pipe"));
    let stderr = collect(child.stderr.take().expect("a pipe"));
    let stdout = all_of(&stdout, &mut child);
    let stderr = all_of(&stderr, &mut child);
    let status = child.wait().expect("the process ends");
    Finished {
        status,
        stdout,
        stderr,
    }
}

/// Reads a pipe to its end, aside.
fn collect(mut pipe: impl Read + Send + 'static) -> Receiver<String> {
    let (sender, receiver) = channel();
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        let read = pipe.read_to_end(&mut bytes);
        read.expect("the pipe can be read");
        // A test that has given up listens no more.
        let _ = sender.send(String::from_utf8_lossy(&bytes).into_owned());
    });
    receiver
}

fn all_of(receiver: &Receiver<String>, child: &mut Child) -> String {
    match receiver.recv_timeout(PATIENCE) {
        Ok(text) => text,
        Err(RecvTimeoutError::Timeout) => {
            child.kill().expect("the process can be ended");
            panic!("the process did not end within {PATIENCE:?}");
        }
        Err(RecvTimeoutError::Disconnected) => panic!("the output cannot be read"),
    }
}
