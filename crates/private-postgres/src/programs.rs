//! PostgreSQL's programs, and how they are run: never by root.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

/// The owner of the cluster when root starts it: PostgreSQL refuses to run as root.
const OWNER: &str = "postgres";

/// Where the programs are, and by way of what they are run.
pub(crate) struct Programs {
    folder: PathBuf,
    within: Vec<String>,
}

impl Programs {
    /// Debian's newest.
    pub(crate) fn find(within: &[String]) -> Result<Self> {
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
        let newest = newest.map(|(_, folder)| Self {
            folder,
            within: within.to_vec(),
        });
        newest.context("PostgreSQL's server is not installed: apt-get install postgresql")
    }

    /// A program that does not run as root, and ends with this process however that ends.
    pub(crate) fn command(&self, name: &str) -> Command {
        let mut words = self.within.clone();
        words.extend(["setpriv", "--pdeathsig=QUIT"].map(str::to_owned));
        if is_root() {
            words.extend([
                format!("--reuid={OWNER}"),
                format!("--regid={OWNER}"),
                "--init-groups".to_owned(),
            ]);
        }
        let mut command = Command::new(&words[0]);
        command
            .args(&words[1..])
            .arg(self.folder.join(name))
            .current_dir("/");
        command
    }
}

/// Makes a certificate for `localhost` in a folder, and gives the folder to the owner of the cluster.
pub(crate) fn certificate(folder: &Path) -> Result<()> {
    run(Command::new("openssl")
        .args(["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"])
        .args([
            "-subj",
            "/CN=localhost",
            "-addext",
            "subjectAltName=DNS:localhost",
        ])
        // The certificate of an authority is not accepted as that of a server.
        .args(["-addext", "basicConstraints=critical,CA:FALSE"])
        .arg("-keyout")
        .arg(folder.join("server.key"))
        .arg("-out")
        .arg(folder.join("server.pem")))?;
    fs::set_permissions(folder.join("server.key"), Permissions::from_mode(0o600))?;
    if is_root() {
        run(Command::new("chown").args(["--recursive", OWNER]).arg(folder))?;
    }
    Ok(())
}

fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

/// Runs a program to its end. The error has its output if it fails.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let output = command
        .stdin(Stdio::null())
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
