//! The mail server, as a process of its own.

use std::ffi::OsString;
use std::process::Stdio;

use rcgen::{CertificateParams, KeyPair};
use serde_json::Value;
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, BufReader};
use tokio::process::{Child, ChildStdout, Command};

const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/smtp/aiosmtpd_server.py");

/// The Python that has aiosmtpd.
pub(crate) fn python() -> OsString {
    std::env::var_os("ROSTER_TEST_PYTHON")
        .expect("cargo xtask test installs aiosmtpd, and names its Python in ROSTER_TEST_PYTHON")
}

/// A certificate for `localhost` that signs itself, in files.
pub(crate) struct Authority {
    pub(crate) pem: String,
    folder: TempDir,
}

impl Authority {
    pub(crate) fn new() -> Self {
        let key = KeyPair::generate().expect("a key");
        let certificate = CertificateParams::new(vec!["localhost".to_owned()])
            .and_then(|parameters| parameters.self_signed(&key))
            .expect("a certificate");
        let folder = tempfile::tempdir().expect("a folder");
        let pem = certificate.pem();
        std::fs::write(folder.path().join("certificate.pem"), &pem).expect("a file");
        std::fs::write(folder.path().join("key.pem"), key.serialize_pem()).expect("a file");
        Self { pem, folder }
    }
}

/// A mail server that runs.
pub(crate) struct Server {
    pub(crate) port: u16,
    process: Child,
    output: BufReader<ChildStdout>,
}

impl Server {
    pub(crate) async fn start(python: &OsString, authority: Option<&Authority>, options: &[&str]) -> Self {
        let mut command = Command::new(python);
        command
            .arg(SCRIPT)
            .args(options)
            .stdout(Stdio::piped())
            .kill_on_drop(true);
        if let Some(authority) = authority {
            let folder = authority.folder.path();
            command.arg("--certificate").arg(folder.join("certificate.pem"));
            command.arg("--key").arg(folder.join("key.pem"));
        }
        let mut process = command.spawn().expect("the mail server starts");
        let mut output = BufReader::new(process.stdout.take().expect("its output"));
        let port = line(&mut output).await;
        Self {
            port: port.trim().parse().expect("a port"),
            process,
            output,
        }
    }

    /// The next mail that it took.
    pub(crate) async fn mail(&mut self) -> Value {
        serde_json::from_str(&line(&mut self.output).await).expect("a mail")
    }

    /// Stops it; gives what else it took.
    pub(crate) async fn stopped(&mut self) -> String {
        self.process.kill().await.expect("the mail server stops");
        let mut rest = String::new();
        self.output.read_to_string(&mut rest).await.expect("its output");
        rest
    }
}

async fn line(output: &mut BufReader<ChildStdout>) -> String {
    let mut line = String::new();
    output.read_line(&mut line).await.expect("its output");
    line
}
