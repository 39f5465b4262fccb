//! The TLS certificate of a running server: replaced by SIGHUP and by itself, and announced before it expires.

use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use rcgen::{CertificateParams, CertifiedKey, KeyPair};
use rustix::process::Signal;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};
use tempfile::TempDir;

use crate::server::Server;

const DAY: Duration = Duration::from_hours(24);

/// A folder with the files of a certificate.
struct Files {
    folder: TempDir,
}

impl Files {
    /// Those of a certificate that is valid for so long.
    fn valid_for(validity: Duration) -> (Self, CertificateDer<'static>) {
        let files = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        let certificate = files.replace(validity);
        (files, certificate)
    }

    fn certificate(&self) -> PathBuf {
        self.folder.path().join("cert.pem")
    }

    fn key(&self) -> PathBuf {
        self.folder.path().join("key.pem")
    }

    /// Replaces both by those of another certificate.
    fn replace(&self, validity: Duration) -> CertificateDer<'static> {
        let made = made(validity);
        put(&self.certificate(), &made.cert.pem());
        put(&self.key(), &made.signing_key.serialize_pem());
        made.cert.der().clone()
    }

    /// A server with this certificate, and more flags.
    fn serve(&self, data_dir: &Path, more: &[&str]) -> Server {
        let (certificate, key) = (self.certificate(), self.key());
        let flags = [
            "--tls-cert",
            certificate.to_str().unwrap(),
            "--tls-key",
            key.to_str().unwrap(),
        ];
        Server::start(data_dir, &[&flags, more].concat())
    }
}

fn made(validity: Duration) -> CertifiedKey<KeyPair> {
    let mut params = CertificateParams::new(["localhost".to_owned()]).unwrap();
    let now = now();
    (params.not_before, params.not_after) = ((now - DAY).into(), (now + validity).into());
    let signing_key = KeyPair::generate().unwrap();
    let cert = params.self_signed(&signing_key).unwrap();
    CertifiedKey { cert, signing_key }
}

#[allow(
    clippy::disallowed_methods,
    reason = "the server under test has the clock of the machine"
)]
fn now() -> SystemTime {
    SystemTime::now()
}

/// Puts a whole file in the place of another.
fn put(path: &Path, text: &str) {
    let draft = path.with_extension("draft");
    fs::write(&draft, text).unwrap();
    fs::rename(&draft, path).unwrap();
}

/// A connection of a client that trusts one certificate; none if the server has another.
fn connect(
    server: &Server,
    trusted: &CertificateDer<'static>,
) -> Option<StreamOwned<ClientConnection, TcpStream>> {
    let mut roots = RootCertStore::empty();
    roots.add(trusted.clone()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::try_from("localhost").unwrap();
    let connection = ClientConnection::new(Arc::new(config), name).unwrap();
    let port = server.endpoint.rsplit(':').next().unwrap().parse().unwrap();
    let tcp = TcpStream::connect(("127.0.0.1", port)).unwrap();
    let mut stream = StreamOwned::new(connection, tcp);
    is_answered(&mut stream).then_some(stream)
}

/// Whether a request on a connection, which stays open, is answered.
fn is_answered(stream: &mut StreamOwned<ClientConnection, TcpStream>) -> bool {
    let request = b"GET /_roster/health/live HTTP/1.1\r\nHost: localhost\r\n\r\n";
    if stream.write_all(request).is_err() {
        return false;
    }
    let mut answer = Vec::new();
    while !answer.ends_with(b"}") {
        let mut byte = [0];
        stream.read_exact(&mut byte).unwrap();
        answer.extend(byte);
    }
    answer.starts_with(b"HTTP/1.1 200")
}

fn metrics(server: &Server) -> String {
    let mut lines = server.printed.seen.lines();
    let url = lines
        .find_map(|line| line.strip_prefix("Metrics are at http://"))
        .unwrap();
    let (address, path) = url.split_once('/').unwrap();
    let mut stream = TcpStream::connect(address).unwrap();
    crate::server::read(&mut stream, &format!("/{path}"), "").1
}

#[test]
fn sighup_takes_up_a_new_certificate_and_open_connections_stay() {
    let (files, first) = Files::valid_for(DAY * 90);
    let data = tempfile::tempdir().unwrap();
    let mut server = files.serve(data.path(), &[]);
    let mut open = connect(&server, &first).unwrap();

    let second = files.replace(DAY * 90);
    server.signal(Signal::HUP);

    let line = server.until_it_logs("reloaded ");
    let expected = format!("the certificate {}, valid until ", files.certificate().display());
    assert!(line.contains(&expected), "{line}");
    assert!(is_answered(&mut open));
    assert!(connect(&server, &second).is_some());
    assert!(connect(&server, &first).is_none());
    server.stop();
}

#[test]
fn a_certificate_that_cannot_be_used_leaves_the_one_before() {
    let (files, first) = Files::valid_for(DAY * 90);
    let data = tempfile::tempdir().unwrap();
    let mut server = files.serve(data.path(), &[]);
    let (certificate, key) = (files.certificate(), files.key());
    let mut until_it_refuses = |words: &[&str]| {
        server.signal(Signal::HUP);
        let line = server.until_it_logs("nothing was reloaded");
        for word in words {
            assert!(line.contains(word), "{word} is not in {line}");
        }
        assert!(connect(&server, &first).is_some());
    };

    put(&key, &made(DAY).signing_key.serialize_pem());
    until_it_refuses(&[
        certificate.to_str().unwrap(),
        key.to_str().unwrap(),
        "do not go together",
    ]);
    fs::remove_file(&key).unwrap();
    until_it_refuses(&["cannot read", key.to_str().unwrap()]);
    files.replace(DAY);
    put(&certificate, "no certificate");
    until_it_refuses(&[
        certificate.to_str().unwrap(),
        "there is no certificate in the file",
    ]);
    server.stop();
}

#[test]
fn sighup_renews_a_self_made_certificate_that_is_lost() {
    let data = tempfile::tempdir().unwrap();
    let mut server = Server::start(data.path(), &["--tls", "self-signed"]);
    let authority = || CertificateDer::from_pem_file(data.path().join("ca.pem")).unwrap();
    let first = authority();
    assert!(connect(&server, &first).is_some());

    fs::remove_file(data.path().join("ca.pem")).unwrap();
    server.signal(Signal::HUP);

    server.until_it_logs("reloaded ");
    assert_ne!(authority(), first);
    assert!(connect(&server, &authority()).is_some());
    server.stop();
}

#[test]
fn changed_files_are_noticed_without_a_signal() {
    let (files, first) = Files::valid_for(DAY * 90);
    let data = tempfile::tempdir().unwrap();
    let mut server = files.serve(data.path(), &[]);
    assert!(connect(&server, &first).is_some());

    put(&files.certificate(), "half of a certificate");
    let line = server.until_it_logs("cannot be used");
    assert!(line.contains(files.certificate().to_str().unwrap()), "{line}");
    assert!(connect(&server, &first).is_some());
    let second = files.replace(DAY * 90);
    server.until_it_logs("has changed: new connections get the certificate");

    assert!(connect(&server, &second).is_some());
    assert!(connect(&server, &first).is_none());
    server.stop();
}

#[test]
fn the_log_and_the_metrics_say_when_a_certificate_expires() {
    let (files, _) = Files::valid_for(DAY * 10 + DAY / 2);
    let data = tempfile::tempdir().unwrap();
    let mut server = files.serve(data.path(), &["--metrics-listen", "127.0.0.1:0"]);

    let line = server.until_it_logs("expires soon (days left: 10): put a new one in its place");
    assert!(
        line.contains("WARN") && line.contains(files.certificate().to_str().unwrap()),
        "{line}"
    );
    let seconds = |text: &str| -> u64 {
        let name = "roster_tls_certificate_expiry_timestamp_seconds ";
        let value = text.lines().find_map(|line| line.strip_prefix(name));
        value
            .unwrap_or_else(|| panic!("no {name} in {text}"))
            .parse()
            .unwrap()
    };
    let expiry = now() + DAY * 10 + DAY / 2;
    let expected = expiry.duration_since(SystemTime::UNIX_EPOCH).unwrap().as_secs();
    let first = seconds(&metrics(&server));
    assert!(expected.abs_diff(first) < 60 * 60, "{first} is not {expected}");

    files.replace(DAY * 90);
    server.signal(Signal::HUP);
    server.until_it_logs("reloaded ");
    let second = seconds(&metrics(&server));
    assert!(second > first + 79 * DAY.as_secs(), "{second} after {first}");
    let said = server.stop();
    assert_eq!(said.matches("expires soon").count(), 1, "{said}");
}

#[test]
fn without_tls_no_certificate_is_counted() {
    let data = tempfile::tempdir().unwrap();
    let server = Server::start(data.path(), &["--metrics-listen", "127.0.0.1:0"]);

    assert!(!metrics(&server).contains("roster_tls_certificate"));
}
