//! A server as a process: started, listened to, signalled, called.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};

pub(crate) const ROSTER: &str = env!("CARGO_BIN_EXE_roster");

/// How long something may take that is expected to happen.
const PATIENCE: Duration = Duration::from_mins(2);

/// A server that listens. It is killed when it is dropped.
pub(crate) struct Server {
    child: Child,
    pub(crate) endpoint: String,
    pub(crate) printed: Lines,
    pub(crate) log: Lines,
}

/// The lines of a pipe, as they come.
pub(crate) struct Lines {
    lines: Receiver<String>,
    pub(crate) seen: String,
}

/// The command that starts a server.
pub(crate) fn serve(data_dir: &Path, flags: &[&str]) -> Command {
    let mut command = Command::new(ROSTER);
    command
        .args(["serve", "--listen", "127.0.0.1:0", "--data-dir"])
        .arg(data_dir)
        .args(flags)
        .env_clear()
        .current_dir(data_dir)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// Starts a server; if it refuses to, what it says.
pub(crate) fn started(mut command: Command) -> Result<Server, String> {
    let mut child = command.spawn().unwrap();
    drop(command);
    let printed = Lines::of(child.stdout.take().unwrap());
    // A test that has taken standard error for itself reads no log.
    let log = child
        .stderr
        .take()
        .map_or_else(|| Lines::of(std::io::empty()), Lines::of);
    let mut server = Server {
        child,
        endpoint: String::new(),
        printed,
        log,
    };
    let last = server.printed.until("To use it from a shell");
    if last.is_none() {
        assert!(!server.child.wait().unwrap().success());
        return Err(server.log.rest());
    }
    let mut lines = server.printed.seen.lines();
    let endpoint = lines.find_map(|line| line.strip_prefix("Roster listens on "));
    server.endpoint = endpoint.unwrap().to_owned();
    Ok(server)
}

impl Server {
    /// Starts one with these flags.
    pub(crate) fn start(data_dir: &Path, flags: &[&str]) -> Self {
        started(serve(data_dir, flags)).unwrap()
    }

    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    pub(crate) fn signal(&self, signal: Signal) {
        kill_process(Pid::from_child(&self.child), signal).unwrap();
    }

    /// Waits until the server has written a line with this text to its log.
    pub(crate) fn until_it_logs(&mut self, text: &str) -> String {
        let found = self.log.until(text);
        found.unwrap_or_else(|| panic!("no {text:?} in {}", self.log.seen))
    }

    /// Everything that it writes until it ends by itself, and how it ends.
    pub(crate) fn ended(mut self) -> (String, ExitStatus) {
        let said = self.log.rest();
        self.printed.rest();
        (said, self.child.wait().unwrap())
    }

    /// Stops it; all that it has written.
    pub(crate) fn stop(self) -> String {
        self.signal(Signal::TERM);
        let (said, status) = self.ended();
        assert!(status.success(), "{said}");
        said
    }

    /// Host and port.
    pub(crate) fn address(&self) -> &str {
        self.endpoint.split_once("://").unwrap().1
    }

    /// The answer to an unsigned request without TLS: the status, and everything as text.
    pub(crate) fn get(&self, path: &str, headers: &str) -> (u16, String) {
        let mut stream = TcpStream::connect(self.address()).unwrap();
        read(&mut stream, path, headers)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Sends an unsigned request, and reads the answer until the connection ends.
pub(crate) fn read(stream: &mut (impl Read + Write), path: &str, headers: &str) -> (u16, String) {
    write!(
        stream,
        "GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{headers}\r\n"
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let status = answer.split(' ').nth(1).unwrap().parse().unwrap();
    (status, answer)
}

impl Lines {
    fn of(pipe: impl Read + Send + 'static) -> Self {
        let (sender, lines) = channel();
        std::thread::spawn(move || {
            for line in BufReader::new(pipe).lines() {
                if sender.send(line.unwrap()).is_err() {
                    break;
                }
            }
        });
        Self {
            lines,
            seen: String::new(),
        }
    }

    /// Waits for a line with this text; none if the pipe ends without.
    fn until(&mut self, text: &str) -> Option<String> {
        loop {
            let line = self.next()?;
            if line.contains(text) {
                return Some(line);
            }
        }
    }

    /// Waits for the end; all that ever came.
    fn rest(&mut self) -> String {
        while self.next().is_some() {}
        self.seen.clone()
    }

    fn next(&mut self) -> Option<String> {
        match self.lines.recv_timeout(PATIENCE) {
            Ok(line) => {
                self.seen += &line;
                self.seen.push('\n');
                Some(line)
            }
            Err(RecvTimeoutError::Disconnected) => None,
            Err(RecvTimeoutError::Timeout) => panic!("no more than: {}", self.seen),
        }
    }
}

/// Runs a command beside a server.
pub(crate) fn roster(command: &str, data_dir: &Path) -> Output {
    Command::new(ROSTER)
        .args(command.split(' '))
        .arg("--data-dir")
        .arg(data_dir)
        .env_clear()
        .output()
        .unwrap()
}

/// What a command beside a server prints.
pub(crate) fn printed(command: &str, data_dir: &Path) -> String {
    let output = roster(command, data_dir);
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}
