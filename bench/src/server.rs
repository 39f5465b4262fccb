//! A server of its own for a measurement.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, bail, ensure};
use rustix::process::{Pid, Signal, kill_process};

use super::http::{self, AccessKey, Target};
use super::load::Load;
use super::traffic::Requests;

/// A running roster.
pub(super) struct Server {
    process: Child,
    /// Kept open: the server may still write to it.
    _output: BufReader<ChildStdout>,
    /// Where it listens, with its root access key.
    pub(super) target: Target,
}

impl Server {
    pub(super) fn start(roster: &Path, data_dir: &Path, flags: &[&str]) -> anyhow::Result<Self> {
        let mut process = Command::new(roster)
            .args(["serve", "--listen", "127.0.0.1:0", "--data-dir"])
            .arg(data_dir)
            .args(flags)
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("cannot run {}", roster.display()))?;
        let output = process
            .stdout
            .take()
            .context("the server has no standard output")?;
        let mut output = BufReader::new(output);
        let address = address(&mut output)?;
        Ok(Self {
            process,
            _output: output,
            target: Target {
                address,
                key: Some(access_key(&data_dir.join("credentials"))?),
            },
        })
    }

    /// How long an empty directory takes to the first answer, and how much memory it takes then.
    pub(super) fn first_answer(roster: &Path, data_dir: &Path) -> anyhow::Result<(Duration, u64)> {
        let start = Instant::now();
        let server = Self::start(roster, data_dir, &["--log-level", "warn"])?;
        let mut traffic = Requests::no_op(&server.target)?;
        Load::connect(server.target.address, 1)?.run(&mut traffic, Duration::ZERO)?;
        let elapsed = start.elapsed();
        let memory = server.memory_bytes()?;
        server.stop()?;
        Ok((elapsed, memory))
    }

    /// How much of the machine's memory it holds.
    pub(super) fn memory_bytes(&self) -> anyhow::Result<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process.id()))?;
        let kilobytes: u64 = status
            .lines()
            .find_map(|line| line.strip_prefix("VmRSS:")?.trim().strip_suffix(" kB"))
            .context("the system does not say how much memory the server takes")?
            .parse()?;
        Ok(kilobytes * 1024)
    }

    /// The id of its process.
    pub(super) fn process_id(&self) -> u32 {
        self.process.id()
    }

    /// How many updates shared a commit so far, on average.
    pub(super) fn updates_of_commit(&self) -> anyhow::Result<f64> {
        let page = http::get(self.target.address, "/metrics")?;
        Ok(value(&page, "roster_store_commit_works_sum")? / value(&page, "roster_store_commit_works_count")?)
    }

    /// Whether it does a background job now.
    pub(super) fn runs_jobs(&self) -> anyhow::Result<bool> {
        let page = http::get(self.target.address, "/metrics")?;
        Ok(value(&page, "roster_jobs_running")? > 0.0)
    }

    /// Stops it in an orderly way, so that its data is whole and in one file.
    pub(super) fn stop(mut self) -> anyhow::Result<()> {
        let pid = Pid::from_raw(i32::try_from(self.process.id())?).context("the server has no id")?;
        kill_process(pid, Signal::TERM)?;
        let status = self.process.wait()?;
        ensure!(status.success(), "the server ended with {status}");
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // After `stop` there is nothing left to kill.
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

/// A value on the page of metrics.
fn value(page: &str, name: &str) -> anyhow::Result<f64> {
    let line = page.lines().find_map(|line| line.strip_prefix(name));
    let value = line.with_context(|| format!("the server's metrics have no {name}"))?;
    Ok(value.trim().parse()?)
}

/// Waits until the server prints its address.
fn address(output: &mut impl BufRead) -> anyhow::Result<SocketAddr> {
    for line in output.lines() {
        if let Some(address) = line?.strip_prefix("Roster listens on http://") {
            return Ok(address.parse()?);
        }
    }
    bail!("the server did not start")
}

/// The first access key of a credentials file.
fn access_key(path: &Path) -> anyhow::Result<AccessKey> {
    let file = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let value = |key: &str| {
        file.lines()
            .filter_map(|line| line.split_once('='))
            .find(|(name, _)| name.trim() == key)
            .map(|(_, value)| value.trim().to_owned())
            .with_context(|| format!("{} has no {key}", path.display()))
    };
    Ok(AccessKey {
        id: value("aws_access_key_id")?,
        secret: value("aws_secret_access_key")?,
    })
}

/// An empty directory at a path, whatever was there before.
pub(super) fn empty(path: PathBuf) -> anyhow::Result<PathBuf> {
    if path.exists() {
        std::fs::remove_dir_all(&path).with_context(|| format!("cannot remove {}", path.display()))?;
    }
    std::fs::create_dir_all(&path).with_context(|| format!("cannot make {}", path.display()))?;
    Ok(path)
}
