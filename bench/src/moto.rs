//! moto's server, the other emulator, installed below `target/` and run as its manual says.

use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, bail, ensure};

use super::directory::new_instance;
use super::http::{AccessKey, Target};
use super::load::Load;

const VERSION: &str = "5.2.1";
/// How long it may take to start.
const PATIENCE: Duration = Duration::from_mins(1);

/// A running moto with an instance in it.
pub(super) struct Moto {
    process: Child,
    pub(super) target: Target,
    pub(super) instance: String,
}

impl Moto {
    pub(super) fn start(home: &Path) -> anyhow::Result<Self> {
        let address = free_address()?;
        let process = Command::new(install(home)?)
            .args(["-H", "127.0.0.1", "-p", &address.port().to_string()])
            .stdout(Stdio::null())
            // It logs every request, which costs least if the log is discarded.
            .stderr(Stdio::null())
            .spawn()
            .context("cannot run moto's server")?;
        let target = Target {
            address,
            // It believes everyone, but reads the service from the signature.
            key: Some(AccessKey {
                id: "AKIAIOSFODNN7EXAMPLE".to_owned(),
                secret: "any".to_owned(),
            }),
        };
        let mut moto = Self {
            process,
            target,
            instance: String::new(),
        };
        moto.wait()?;
        let made = Load::connect(address, 1)?.ask(
            &moto.target,
            "PUT",
            "/instance",
            &new_instance("SAML", "bench"),
        )?;
        made["Id"]
            .as_str()
            .context("moto made no instance")?
            .clone_into(&mut moto.instance);
        Ok(moto)
    }

    fn wait(&mut self) -> anyhow::Result<()> {
        let start = Instant::now();
        while TcpStream::connect(self.target.address).is_err() {
            if let Some(status) = self.process.try_wait()? {
                bail!("moto's server ended with {status}");
            }
            ensure!(start.elapsed() < PATIENCE, "moto's server does not listen");
            nap();
        }
        Ok(())
    }
}

impl Drop for Moto {
    fn drop(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

/// Installs it, unless an earlier run has, and returns the path of the server.
fn install(home: &Path) -> anyhow::Result<std::path::PathBuf> {
    let environment = home.join(format!("moto-{VERSION}"));
    let server = environment.join("bin/moto_server");
    if !server.exists() {
        println!("Installing moto {VERSION} …");
        run(Command::new("python3").args(["-m", "venv"]).arg(&environment))?;
        run(Command::new(environment.join("bin/pip"))
            .args(["install", "--quiet", "--disable-pip-version-check"])
            .arg(format!("moto[server]=={VERSION}")))?;
    }
    Ok(server)
}

fn run(command: &mut Command) -> anyhow::Result<()> {
    let status = command
        .status()
        .with_context(|| format!("cannot run {command:?}"))?;
    ensure!(status.success(), "{command:?} ended with {status}");
    Ok(())
}

fn free_address() -> anyhow::Result<SocketAddr> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?)
}

#[expect(clippy::disallowed_methods, reason = "moto does not say when it is ready")]
fn nap() {
    std::thread::sleep(Duration::from_millis(50));
}
