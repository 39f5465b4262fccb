//! The server as a process: started, watched, stopped, killed.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;
use tempfile::TempDir;

use super::output::PATIENCE;
use super::{Finished, Key, finish, roster};

/// How a server is to be started.
#[derive(Clone, Debug)]
pub(crate) struct Start {
    flags: Vec<String>,
    variables: Vec<(String, String)>,
    folder: Option<PathBuf>,
    within: Vec<String>,
}

impl Start {
    /// With these flags, apart from the data directory; on a free port of the loopback.
    pub(crate) fn with(flags: &[&str]) -> Self {
        let flags = ["--listen", "127.0.0.1:0"].iter().chain(flags);
        Self::with_only(&flags.copied().collect::<Vec<_>>())
    }

    /// With these flags only.
    pub(crate) fn with_only(flags: &[&str]) -> Self {
        Self {
            flags: flags.iter().map(ToString::to_string).collect(),
            variables: Vec::new(),
            folder: None,
            within: Vec::new(),
        }
    }

    /// With this variable in the environment.
    pub(crate) fn variable(mut self, name: &str, value: &str) -> Self {
        self.variables.push((name.to_owned(), value.to_owned()));
        self
    }

    /// In this working directory.
    pub(crate) fn folder(mut self, folder: &Path) -> Self {
        self.folder = Some(folder.to_owned());
        self
    }

    /// By way of another program, which is given the command line of the server.
    pub(crate) fn within(mut self, program: &[&str]) -> Self {
        self.within = program.iter().map(ToString::to_string).collect();
        self
    }

    /// Starts a server on a new data directory, and waits until it listens.
    pub(crate) fn start(&self) -> Roster {
        self.start_on(Place::New(tempfile::tempdir().expect("a folder for data")))
    }

    /// Starts one on a data directory that is there.
    pub(crate) fn start_again(&self, data_dir: &Path) -> Roster {
        self.start_on(Place::There(data_dir.to_owned()))
    }

    /// Tries to start one that ends by itself.
    pub(crate) fn refused(&self, data_dir: &Path) -> Finished {
        finish(&mut self.command(data_dir))
    }

    fn command(&self, data_dir: &Path) -> Command {
        let mut words: Vec<OsString> = self.within.iter().map(OsString::from).collect();
        words.push(roster().into());
        words.extend(["serve", "--data-dir"].map(OsString::from));
        words.push(data_dir.into());
        words.extend(self.flags.iter().map(OsString::from));
        let mut command = Command::new(&words[0]);
        command
            .args(&words[1..])
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .envs(self.variables.iter().cloned())
            .current_dir(self.folder.as_deref().unwrap_or(Path::new("/")));
        command
    }

    /// The flag for records that are not in the data directory, and its value.
    fn database(&self) -> Vec<String> {
        let flag = self.flags.iter().position(|flag| flag == "--database");
        flag.map_or_else(Vec::new, |flag| self.flags[flag..=flag + 1].to_vec())
    }

    fn start_on(&self, place: Place) -> Roster {
        let mut child = self
            .command(place.path())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the server starts");
        let stdout = Lines::of(child.stdout.take().expect("a pipe"));
        let stderr = Lines::of(child.stderr.take().expect("a pipe"));
        let mut server = Roster {
            place,
            child: Some(child),
            database: self.database(),
            endpoint: String::new(),
            stdout,
            stderr,
        };
        match server.stdout.until("Roster listens on ") {
            Some(line) => {
                line["Roster listens on ".len()..].clone_into(&mut server.endpoint);
                server
            }
            None => {
                let said = server.stderr.rest();
                panic!("the server did not start: {}\n{said}", server.stdout.seen)
            }
        }
    }
}

/// Where the data is.
enum Place {
    New(TempDir),
    There(PathBuf),
}

impl Place {
    fn path(&self) -> &Path {
        match self {
            Self::New(folder) => folder.path(),
            Self::There(path) => path,
        }
    }
}

/// A running server. It is killed when it is dropped.
pub(crate) struct Roster {
    place: Place,
    child: Option<Child>,
    /// What commands must be given that read the records.
    database: Vec<String>,
    pub(crate) endpoint: String,
    stdout: Lines,
    stderr: Lines,
}

impl Roster {
    /// A server with the instances and users of AWS's documentation.
    pub(crate) fn demo() -> Self {
        Start::with(&["--demo"]).start()
    }

    pub(crate) fn data_dir(&self) -> &Path {
        self.place.path()
    }

    /// What it has printed until it listened.
    pub(crate) fn printed(&self) -> &str {
        &self.stdout.seen
    }

    /// Host and port.
    pub(crate) fn address(&self) -> &str {
        let (_, address) = self.endpoint.split_once("://").expect("a URL");
        address
    }

    pub(crate) fn pid(&self) -> u32 {
        self.child.as_ref().expect("a running server").id()
    }

    /// What `roster env` prints, as a shell would take it.
    pub(crate) fn env(&self) -> BTreeMap<String, String> {
        Self::env_by(self.data_dir())
    }

    /// The same, by the path under which the data directory is seen from here.
    fn env_by(data_dir: &Path) -> BTreeMap<String, String> {
        let printed = administer("env --json", &[], data_dir).printed();
        let variables: BTreeMap<String, Option<String>> = serde_json::from_str(&printed).expect("JSON");
        let set = variables
            .into_iter()
            .filter_map(|(name, value)| Some((name, value?)));
        set.collect()
    }

    /// The root access key.
    pub(crate) fn key(&self) -> Key {
        Self::key_by(self.data_dir())
    }

    /// The same, by the path under which the data directory is seen from here.
    pub(crate) fn key_by(data_dir: &Path) -> Key {
        let env = Self::env_by(data_dir);
        Key {
            id: env["AWS_ACCESS_KEY_ID"].clone(),
            secret: env["AWS_SECRET_ACCESS_KEY"].clone(),
            region: env["AWS_REGION"].clone(),
        }
    }

    /// Runs `roster` as a client of this server that signs with a key.
    pub(crate) fn run_as(&self, key: &Key, arguments: &[&str]) -> Finished {
        finish(
            Command::new(roster())
                .args(arguments)
                .env_clear()
                .envs(self.env())
                .env("AWS_ACCESS_KEY_ID", &key.id)
                .env("AWS_SECRET_ACCESS_KEY", &key.secret)
                .current_dir("/"),
        )
    }

    /// All audit records, oldest first.
    pub(crate) fn audit(&self) -> Vec<Value> {
        let database: Vec<&str> = self.database.iter().map(String::as_str).collect();
        audit_with(&database, self.data_dir())
    }

    /// Waits until an operation is in the audit: some pages answer before they do anything.
    pub(crate) fn until_audited(&self, operation: &str) {
        let patience = Instant::now() + PATIENCE;
        while !self.audit().iter().any(|record| record["Operation"] == operation) {
            assert!(Instant::now() < patience, "no {operation} in the audit");
        }
    }

    /// Waits until the server has written this to its log.
    pub(crate) fn until_it_logs(&mut self, text: &str) {
        assert!(
            self.stderr.until(text).is_some(),
            "the server ended without {text:?}: {}",
            self.stderr.seen
        );
    }

    /// Asks the server to stop.
    pub(crate) fn terminate(&self) {
        self.signal(Signal::TERM);
    }

    /// Ends the server as a power failure would.
    pub(crate) fn kill(mut self) -> Remains {
        self.signal(Signal::KILL);
        self.ended();
        Remains(self)
    }

    /// Waits until the server has ended.
    pub(crate) fn finished(mut self) -> Finished {
        self.ended()
    }

    /// Asks the server to stop, and waits until it has.
    pub(crate) fn stop(self) -> Finished {
        self.terminate();
        self.finished()
    }

    /// Stops the server, keeping its data.
    pub(crate) fn stop_keeping_data(mut self) -> Remains {
        self.terminate();
        let finished = self.ended();
        assert_eq!(finished.code(), 0, "{finished:?}");
        Remains(self)
    }

    fn signal(&self, signal: Signal) {
        let pid = i32::try_from(self.pid()).ok().and_then(Pid::from_raw);
        kill_process(pid.expect("a process id"), signal).expect("the server can be signalled");
    }

    fn ended(&mut self) -> Finished {
        let stdout = self.stdout.rest();
        let stderr = self.stderr.rest();
        let status = self
            .child
            .take()
            .expect("a server that has not ended yet")
            .wait()
            .expect("the server ends");
        Finished {
            status,
            stdout,
            stderr,
        }
    }
}

impl Drop for Roster {
    fn drop(&mut self) {
        if let Some(mut child) = self.child.take() {
            // It may have ended by itself.
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// What a server has left behind: its data, as long as this is held.
pub(crate) struct Remains(Roster);

impl Remains {
    pub(crate) fn data_dir(&self) -> &Path {
        self.0.data_dir()
    }
}

/// Runs `roster <command> … --data-dir DIR`.
pub(crate) fn administer(command: &str, more: &[&str], data_dir: &Path) -> Finished {
    finish(
        Command::new(roster())
            .args(command.split(' '))
            .args(more)
            .arg("--data-dir")
            .arg(data_dir)
            .env_clear()
            .current_dir("/"),
    )
}

/// All audit records of a data directory, oldest first.
pub(crate) fn audit(data_dir: &Path) -> Vec<Value> {
    audit_with(&[], data_dir)
}

fn audit_with(database: &[&str], data_dir: &Path) -> Vec<Value> {
    let flags = [&["--format", "json"], database].concat();
    let printed = administer("audit list", &flags, data_dir).printed();
    let records = printed.lines().map(serde_json::from_str);
    records.collect::<Result<_, _>>().expect("records in JSON")
}

/// The lines of a pipe, as they come.
pub(crate) struct Lines {
    lines: Receiver<String>,
    /// All that has come so far.
    seen: String,
}

impl Lines {
    pub(crate) fn of(pipe: impl Read + Send + 'static) -> Self {
        let (sender, lines) = channel();
        std::thread::spawn(move || {
            for line in BufReader::new(pipe).lines() {
                let line = line.expect("the server writes text");
                if sender.send(line).is_err() {
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
            let line = self.next(PATIENCE)?;
            if line.contains(text) {
                return Some(line);
            }
        }
    }

    /// Waits for the end of the pipe; all that ever came.
    fn rest(&mut self) -> String {
        while self.next(PATIENCE).is_some() {}
        self.seen.clone()
    }

    /// Waits for the next line; none at the end of the pipe.
    pub(crate) fn next(&mut self, patience: Duration) -> Option<String> {
        match self.lines.recv_timeout(patience) {
            Ok(line) => {
                self.seen += &line;
                self.seen.push('\n');
                Some(line)
            }
            Err(RecvTimeoutError::Disconnected) => None,
            Err(RecvTimeoutError::Timeout) => panic!("the server has said no more than: {}", self.seen),
        }
    }
}

/// The permissions of a file of a data directory.
pub(crate) fn mode(data_dir: &Path, file: &str) -> u32 {
    use std::os::unix::fs::PermissionsExt;

    let metadata = fs::metadata(data_dir.join(file)).expect("the file is there");
    metadata.permissions().mode() & 0o777
}
