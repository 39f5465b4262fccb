//! Private PostgreSQL clusters for tests and measurements: each with its own port and
//! socket, removed with the process that started it.

mod network;
mod programs;

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::{Receiver, channel};

use anyhow::{Context, Result, bail};
use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;

pub use crate::network::Proxy;
use crate::programs::{Programs, run};

/// The line of the log after which the server accepts connections, if only for reading.
const READY: &str = "database system is ready to accept";
/// Ports that no system uses for outgoing connections: a cluster that restarts finds its own still free.
const PORTS: std::ops::Range<u16> = 20_000..32_000;
/// How many of them a process tries before it reaches those of another process.
const EACH: u32 = 16;

/// How a cluster is to be run.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    settings: Vec<(String, String)>,
    within: Vec<String>,
}

/// A cluster. It ends, and its files go, when this does, or the thread that started it.
pub struct Cluster {
    plan: Plan,
    programs: Programs,
    folder: TempDir,
    port: u16,
    /// None while it is down.
    server: Option<Server>,
}

/// A running server, and the lines it writes.
struct Server {
    process: Child,
    log: Receiver<String>,
}

impl Plan {
    /// With a setting of PostgreSQL's.
    #[must_use]
    pub fn setting(mut self, name: &str, value: &str) -> Self {
        self.settings.push((name.to_owned(), value.to_owned()));
        self
    }

    /// By way of another program, which is given the command line of each of PostgreSQL's.
    #[must_use]
    pub fn within(mut self, program: &[&str]) -> Self {
        self.within = program.iter().map(ToString::to_string).collect();
        self
    }

    /// Makes a cluster, and waits until it can be used.
    ///
    /// # Errors
    ///
    /// If PostgreSQL is not installed, or does not start.
    pub fn start(self) -> Result<Cluster> {
        let cluster = self.place()?;
        programs::certificate(cluster.folder())?;
        run(cluster
            .program("initdb")
            .arg("--pgdata")
            .arg(cluster.data())
            .args([
                "--username=roster",
                "--auth=trust",
                "--encoding=UTF8",
                "--no-locale",
            ])
            // It is read back from the system's cache only.
            .arg("--no-sync"))?;
        cluster.up()
    }

    fn place(self) -> Result<Cluster> {
        let folder = tempfile::Builder::new().prefix("roster-postgres-").tempdir();
        Ok(Cluster {
            programs: Programs::find(&self.within)?,
            folder: folder.context("cannot make a folder")?,
            port: free_port()?,
            server: None,
            plan: self,
        })
    }
}

impl Cluster {
    /// Makes a cluster as PostgreSQL comes, and waits until it can be used.
    ///
    /// # Errors
    ///
    /// If PostgreSQL is not installed, or does not start.
    pub fn start() -> Result<Self> {
        Plan::default().start()
    }

    /// Makes a standby that follows this one by its log, and waits until it can be read from. In
    /// `synchronous_standby_names` its name is `standby`.
    ///
    /// # Errors
    ///
    /// If it cannot be made, or does not start.
    pub fn standby(&self, plan: Plan) -> Result<Self> {
        let standby = plan.place()?;
        programs::certificate(standby.folder())?;
        let primary = format!(
            "host={} port={} user=roster application_name=standby",
            self.folder().display(),
            self.port
        );
        run(standby
            .program("pg_basebackup")
            .args(["--dbname", &primary, "--pgdata"])
            .arg(standby.data())
            .args(["--write-recovery-conf", "--checkpoint=fast", "--no-sync"]))?;
        standby.up()
    }

    /// Makes a standby the primary, and waits until it takes writes.
    ///
    /// # Errors
    ///
    /// If it is none, or does not become one within a minute.
    pub fn promote(&self) -> Result<()> {
        run(self
            .program("pg_ctl")
            .args(["promote", "--wait", "--pgdata"])
            .arg(self.data()))
    }

    /// Ends every process of it at once, and keeps what is on the disk, as a failure of the power
    /// would.
    ///
    /// # Errors
    ///
    /// If it is down already.
    pub fn crash(&mut self) -> Result<()> {
        self.server.take().context("it is down")?.quit()
    }

    /// Starts it again, where it was, and waits until it can be used.
    ///
    /// # Errors
    ///
    /// If it does not start.
    pub fn start_again(&mut self) -> Result<()> {
        self.server = Some(self.serve()?);
        Ok(())
    }

    /// Waits until it has ended by itself; what it wrote to its log since it was ready.
    ///
    /// # Errors
    ///
    /// If it is down already.
    pub fn ended(&mut self) -> Result<String> {
        let mut server = self.server.take().context("it is down")?;
        let said: Vec<_> = server.log.iter().collect();
        server.process.wait()?;
        Ok(said.join("\n"))
    }

    /// Where it is, by its socket.
    pub fn url(&self) -> String {
        format!(
            "postgres://roster@localhost/postgres?host={}&port={}",
            self.folder().display(),
            self.port
        )
    }

    /// Where it listens at 127.0.0.1.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The folder with its data, its socket and its certificate.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// One of PostgreSQL's programs, ready to be given its arguments; it is run by the owner of the cluster.
    pub fn program(&self, name: &str) -> Command {
        self.programs.command(name)
    }

    fn up(mut self) -> Result<Self> {
        self.start_again()?;
        Ok(self)
    }

    fn data(&self) -> PathBuf {
        self.folder().join("data")
    }

    fn serve(&self) -> Result<Server> {
        let file = |name: &str| self.folder().join(name).display().to_string();
        let usual = [
            ("unix_socket_directories", self.folder().display().to_string()),
            ("listen_addresses", "127.0.0.1".to_owned()),
            // Every test has a store of its own, and some have several.
            ("max_connections", "200".to_owned()),
            ("ssl", "on".to_owned()),
            ("ssl_cert_file", file("server.pem")),
            ("ssl_key_file", file("server.key")),
        ];
        let own = self.plan.settings.iter();
        let own = own.map(|(name, value)| (name.as_str(), value.clone()));
        let mut server = self.program("postgres");
        server.arg("-D").arg(self.data());
        server.args(["-p", &self.port.to_string()]);
        for (name, value) in usual.into_iter().chain(own) {
            server.arg("-c").arg(format!("{name}={value}"));
        }
        let process = server
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .context("cannot run postgres")?;
        Server::ready(process)
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if let Some(server) = self.server.take()
            && let Err(error) = server.quit()
        {
            eprintln!("PostgreSQL could not be stopped: {error}");
        }
    }
}

impl Server {
    /// A server that can be used.
    fn ready(mut process: Child) -> Result<Self> {
        let stderr = process
            .stderr
            .take()
            .context("the server has no standard error")?;
        let (sender, log) = channel();
        // A full pipe would stop the server.
        std::thread::spawn(move || {
            let lines = BufReader::new(stderr).lines().map_while(Result::ok);
            // After the receiver is dropped, lines are read and discarded.
            lines.for_each(|line| drop(sender.send(line)));
        });
        let mut before = Vec::new();
        for line in &log {
            if line.contains(READY) {
                return Ok(Self { process, log });
            }
            before.push(line);
        }
        process.wait()?;
        bail!("PostgreSQL did not start:\n{}", before.join("\n"))
    }

    /// Ends it without a last write to the disk.
    fn quit(mut self) -> Result<()> {
        let pid = i32::try_from(self.process.id()).ok().and_then(Pid::from_raw);
        kill_process(pid.context("no process")?, Signal::QUIT)?;
        self.process.wait()?;
        Ok(())
    }
}

/// A port that is free and that no other cluster of this process has: a cluster that is down returns to its own.
/// Processes that search at the same time start in different places.
fn free_port() -> Result<u16> {
    static GIVEN: AtomicU32 = AtomicU32::new(0);
    let count = u32::from(PORTS.end - PORTS.start);
    let first = std::process::id() % count * EACH;
    (0..count)
        .map(|_| first + GIVEN.fetch_add(1, Ordering::Relaxed))
        .filter_map(|number| Some(PORTS.start + u16::try_from(number % count).ok()?))
        .find(|port| TcpListener::bind(("127.0.0.1", *port)).is_ok())
        .context("no port is free")
}
