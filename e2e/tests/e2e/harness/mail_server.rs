//! A mail server: aiosmtpd, as a process of its own.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use rcgen::{CertificateParams, KeyPair};
use roster_e2e::{places, setup};
use serde_json::Value;
use tempfile::TempDir;

use super::output::PATIENCE;
use super::server::Lines;

/// The user that a mail server takes mails from, and the password.
pub(crate) const SMTP_USER: &str = "roster";
pub(crate) const SMTP_PASSWORD: &str = "s3cret";

/// A certificate for `localhost` that signs itself, in files.
pub(crate) struct Certificate(TempDir);

impl Certificate {
    pub(crate) fn new() -> Self {
        let key = KeyPair::generate().expect("a key");
        let certificate = CertificateParams::new(vec!["localhost".to_owned()])
            .and_then(|parameters| parameters.self_signed(&key))
            .expect("a certificate");
        let made = Self(tempfile::tempdir().expect("a folder"));
        std::fs::write(made.pem(), certificate.pem()).expect("a file");
        std::fs::write(made.key(), key.serialize_pem()).expect("a file");
        made
    }

    /// The file of the certificate.
    pub(crate) fn pem(&self) -> PathBuf {
        self.0.path().join("certificate.pem")
    }

    fn key(&self) -> PathBuf {
        self.0.path().join("key.pem")
    }

    /// The folder of the files.
    pub(crate) fn folder(&self) -> &Path {
        self.0.path()
    }
}

/// A mail server that takes mails over TLS from a user with a password. It is killed when it is dropped.
pub(crate) struct MailServer {
    pub(crate) port: u16,
    child: Child,
    lines: Lines,
}

impl MailServer {
    /// Starts one on a port; 0 is any that is free. `tls` is `starttls` or `implicit`.
    pub(crate) fn start(certificate: &Certificate, tls: &str, port: u16) -> Self {
        setup::require().expect("aiosmtpd is installed");
        let mut child = Command::new(places::venv().expect("a virtual environment").join("bin/python"))
            .arg(places::sources().join("../crates/mail/tests/smtp/aiosmtpd_server.py"))
            .args(["--tls", tls, "--user", SMTP_USER, "--password", SMTP_PASSWORD])
            .args(["--port", &port.to_string()])
            .arg("--certificate")
            .arg(certificate.pem())
            .arg("--key")
            .arg(certificate.key())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the mail server starts");
        let mut lines = Lines::of(child.stdout.take().expect("a pipe"));
        let port = lines.next(PATIENCE).expect("a line");
        Self {
            port: port.parse().expect("a port"),
            child,
            lines,
        }
    }

    /// Waits for the next mail that it takes.
    pub(crate) fn mail(&mut self) -> Value {
        let line = self.lines.next(PATIENCE).expect("a line");
        serde_json::from_str(&line).expect("a mail")
    }
}

impl Drop for MailServer {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
