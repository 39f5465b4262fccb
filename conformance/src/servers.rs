//! Servers that are started for a run: Roster, and moto.

use std::io::{BufRead, BufReader};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};

/// How long a server may take to start.
const PATIENCE: Duration = Duration::from_mins(1);

/// The Region that runs against started servers are in.
pub const REGION: &str = "us-east-1";

/// A started server. It is killed when it is dropped.
pub struct Server {
    process: Child,
    /// Kept open: the server may still write to it.
    output: Option<BufReader<ChildStdout>>,
    /// Where it listens.
    pub endpoint: String,
}

impl Server {
    /// Starts Roster on an empty directory, without records on disk.
    pub fn roster(program: &Path, data_dir: &Path) -> Result<Self> {
        let mut process = Command::new(program)
            .args(["serve", "--memory", "--listen", "127.0.0.1:0"])
            .args(["--log-level", "warn", "--data-dir"])
            .arg(data_dir)
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("cannot run {}", program.display()))?;
        let output = process.stdout.take().context("the server has no output")?;
        let mut output = BufReader::new(output);
        let mut server = Self {
            process,
            output: None,
            endpoint: String::new(),
        };
        server.endpoint = address(&mut output)?;
        server.output = Some(output);
        Ok(server)
    }

    /// Starts moto.
    pub fn moto(program: &Path) -> Result<Self> {
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let process = Command::new(program)
            .args(["-H", "127.0.0.1", "-p", &address.port().to_string()])
            .stdout(Stdio::null())
            // It logs every request.
            .stderr(Stdio::null())
            .spawn()
            .with_context(|| format!("cannot run {}", program.display()))?;
        let mut server = Self {
            process,
            output: None,
            endpoint: format!("http://{address}"),
        };
        let start = Instant::now();
        while TcpStream::connect(address).is_err() {
            if let Some(status) = server.process.try_wait()? {
                bail!("moto ended with {status}");
            }
            ensure!(start.elapsed() < PATIENCE, "moto does not listen");
            nap();
        }
        Ok(server)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
        drop(self.output.take());
    }
}

/// The access key that Roster has made at its first start. moto takes any.
pub fn credentials(data_dir: &Path) -> PathBuf {
    data_dir.join("credentials")
}

/// Waits until the server prints its address.
fn address(output: &mut impl BufRead) -> Result<String> {
    for line in output.lines() {
        if let Some(address) = line?.strip_prefix("Roster listens on ") {
            return Ok(address.to_owned());
        }
    }
    bail!("the server did not start")
}

#[expect(clippy::disallowed_methods, reason = "moto does not say when it is ready")]
fn nap() {
    std::thread::sleep(Duration::from_millis(50));
}
