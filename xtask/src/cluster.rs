//! A private PostgreSQL cluster for the tests: made anew, on a free port and a socket of its own,
//! and gone with whoever started it.

use std::fs::{self, Permissions};
use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, bail};

/// Who the cluster belongs to when root starts it: PostgreSQL refuses to run as root.
const OWNER: &str = "postgres";
/// What the server says when it can be used.
const READY: &str = "database system is ready to accept connections";

/// A running cluster. It ends, and its files go, when this does.
pub(crate) struct Cluster {
    server: Child,
    folder: PathBuf,
    port: u16,
}

impl Cluster {
    /// Makes a cluster and waits until it can be used.
    pub(crate) fn start() -> Result<Self> {
        let programs = programs()?;
        let folder = std::env::temp_dir().join(format!("roster-postgres-{}", std::process::id()));
        fs::create_dir(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
        fs::set_permissions(&folder, Permissions::from_mode(0o755))?;
        make(&programs, &folder)?;
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let server = serve(&programs, &folder, port)?;
        println!("started PostgreSQL in {}, port {port}", folder.display());
        let mut cluster = Self { server, folder, port };
        cluster.wait()?;
        Ok(cluster)
    }

    /// Where it is.
    pub(crate) fn url(&self) -> String {
        format!(
            "postgres://roster@localhost/postgres?host={}&port={}",
            self.folder.display(),
            self.port
        )
    }

    fn wait(&mut self) -> Result<()> {
        let said = self.server.stderr.take().context("the server says nothing")?;
        let mut lines = BufReader::new(said).lines();
        let mut before = Vec::new();
        for line in lines.by_ref() {
            let line = line?;
            if line.contains(READY) {
                // It would stop at a full pipe.
                std::thread::spawn(move || lines.for_each(drop));
                return Ok(());
            }
            before.push(line);
        }
        bail!("PostgreSQL did not start:\n{}", before.join("\n"))
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        // Nobody needs what is in it, so that it may stop as if the power failed.
        let stopped = self.server.kill().and_then(|()| self.server.wait());
        if let Err(error) = stopped {
            eprintln!("PostgreSQL could not be stopped: {error}");
        }
        if let Err(error) = fs::remove_dir_all(&self.folder) {
            eprintln!("{} could not be removed: {error}", self.folder.display());
        }
    }
}

/// Makes the files of a cluster, with a certificate for `localhost` beside them.
fn make(programs: &Path, folder: &Path) -> Result<()> {
    run(Command::new("openssl")
        .args(["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"])
        .args([
            "-subj",
            "/CN=localhost",
            "-addext",
            "subjectAltName=DNS:localhost",
        ])
        // Whoever is trusted as an authority would not be taken as a server.
        .args(["-addext", "basicConstraints=critical,CA:FALSE"])
        .arg("-keyout")
        .arg(folder.join("server.key"))
        .arg("-out")
        .arg(folder.join("server.pem")))?;
    fs::set_permissions(folder.join("server.key"), Permissions::from_mode(0o600))?;
    if is_root() {
        run(Command::new("chown").args(["--recursive", OWNER]).arg(folder))?;
    }
    run(as_owner(&programs.join("initdb"))
        .arg("--pgdata")
        .arg(folder.join("data"))
        .args([
            "--username=roster",
            "--auth=trust",
            "--encoding=UTF8",
            "--no-locale",
        ])
        .stdout(Stdio::null()))
}

fn serve(programs: &Path, folder: &Path, port: u16) -> Result<Child> {
    let mut server = as_owner(&programs.join("postgres"));
    server.arg("-D").arg(folder.join("data"));
    server.args(["-p", &port.to_string()]);
    let file = |name: &str| folder.join(name).display().to_string();
    let settings = [
        ("unix_socket_directories", folder.display().to_string()),
        ("listen_addresses", "127.0.0.1".to_owned()),
        // Every test has a store of its own, and some have several.
        ("max_connections", "200".to_owned()),
        ("ssl", "on".to_owned()),
        ("ssl_cert_file", file("server.pem")),
        ("ssl_key_file", file("server.key")),
    ];
    for (name, value) in settings {
        server.arg("-c").arg(format!("{name}={value}"));
    }
    server
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .context("cannot run postgres")
}

/// The folder of Debian's newest PostgreSQL.
fn programs() -> Result<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").context("PostgreSQL is not installed")?;
    let mut newest: Option<(u32, PathBuf)> = None;
    for version in versions {
        let version = version?;
        let number = version.file_name().to_string_lossy().parse().unwrap_or(0);
        let programs = version.path().join("bin");
        if programs.join("initdb").exists() && newest.as_ref().is_none_or(|(known, _)| number > *known) {
            newest = Some((number, programs));
        }
    }
    newest
        .map(|(_, programs)| programs)
        .context("PostgreSQL's server is not installed: apt-get install postgresql")
}

/// A program that runs as somebody who is not root, and ends with us however we end.
fn as_owner(program: &Path) -> Command {
    let mut command = Command::new("setpriv");
    command.arg("--pdeathsig=QUIT");
    if is_root() {
        command.args([
            &format!("--reuid={OWNER}"),
            &format!("--regid={OWNER}"),
            "--init-groups",
        ]);
    }
    command.arg(program).current_dir("/");
    command
}

fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

fn run(command: &mut Command) -> Result<()> {
    let output = command
        .stdin(Stdio::null())
        .stderr(Stdio::piped())
        .output()
        .with_context(|| format!("cannot run {command:?}"))?;
    if !output.status.success() {
        bail!(
            "{command:?} failed with {}:\n{}",
            output.status,
            String::from_utf8_lossy(&output.stderr)
        );
    }
    Ok(())
}
