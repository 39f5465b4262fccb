//! A server of one version, and calls to it by the command line of the same version.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;

use anyhow::{Context, Result, bail, ensure};
use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Map, Value};

/// What the server prints once it answers.
const LISTENING: &str = "Roster listens on ";

/// A version of Roster: its binary.
#[derive(Clone)]
pub(super) struct Version {
    pub(super) name: String,
    pub(super) binary: PathBuf,
}

impl Version {
    /// Runs a command to its end, and returns what it prints.
    pub(super) fn run(&self, arguments: &[&str]) -> Result<String> {
        let mut command = Command::new(&self.binary);
        finish(command.args(arguments))
    }

    /// Starts a server on a data directory, with its records there or in a database.
    pub(super) fn serve(&self, data: &Path, database: Option<&str>) -> Result<Server> {
        let mut command = Command::new(&self.binary);
        command
            .args(["serve", "--listen", "127.0.0.1:0", "--data-dir"])
            .arg(data)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        if let Some(database) = database {
            command.args(["--database", database]);
        }
        let mut process = command.spawn().context("cannot start a server")?;
        let log = process.stderr.take().context("the log is piped")?;
        let log = thread::spawn(move || BufReader::new(log).lines().map_while(Result::ok).collect());
        let mut output = BufReader::new(process.stdout.take().context("the output is piped")?);
        let mut line = String::new();
        while output.read_line(&mut line)? > 0 {
            if line.contains(LISTENING) {
                // What it prints later must not fill the pipe.
                thread::spawn(move || output.lines().for_each(drop));
                return Server::new(self, process, data);
            }
            line.clear();
        }
        process.wait()?;
        let log: Vec<String> = log.join().unwrap_or_default();
        bail!("{} does not serve: {}", self.name, log.join("\n"))
    }
}

/// A running server.
pub(super) struct Server {
    version: Version,
    process: Child,
    /// What clients need.
    environment: Map<String, Value>,
}

impl Server {
    fn new(version: &Version, process: Child, data: &Path) -> Result<Self> {
        let data = data.to_str().context("the path is no text")?;
        let printed = version.run(&["env", "--json", "--data-dir", data]);
        let mut server = Self {
            version: version.clone(),
            process,
            environment: Map::new(),
        };
        server.environment = serde_json::from_str(&printed?)?;
        Ok(server)
    }

    pub(super) fn name(&self) -> &str {
        &self.version.name
    }

    /// Calls an operation of Connect.
    pub(super) fn call(&self, operation: &str, arguments: &[&str]) -> Result<Value> {
        let mut command = Command::new(&self.version.binary);
        command.args(["connect", operation]).args(arguments);
        for (name, value) in &self.environment {
            match value.as_str() {
                Some(value) => command.env(name, value),
                None => command.env_remove(name),
            };
        }
        let output = finish(&mut command).with_context(|| format!("at {}", self.name()))?;
        match output.trim() {
            "" => Ok(Value::Null),
            output => Ok(serde_json::from_str(output)?),
        }
    }

    /// Stops it as an administrator does.
    pub(super) fn stop(mut self) -> Result<()> {
        kill_process(Pid::from_child(&self.process), Signal::TERM)?;
        let status = self.process.wait()?;
        ensure!(status.success(), "{} ends with {status}", self.name());
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It has ended already, unless a step has failed.
        _ = self.process.kill();
        _ = self.process.wait();
    }
}

fn finish(command: &mut Command) -> Result<String> {
    let output = command.output().context("cannot run roster")?;
    let arguments: Vec<_> = command
        .get_args()
        .map(|argument| argument.to_string_lossy())
        .collect();
    ensure!(
        output.status.success(),
        "roster {} failed: {}",
        arguments.join(" "),
        String::from_utf8_lossy(&output.stderr)
    );
    Ok(String::from_utf8(output.stdout)?)
}
