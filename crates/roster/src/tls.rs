//! TLS with a given certificate or a self-made one.

use std::net::IpAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use anyhow::Context;
use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, KeyUsagePurpose};
use rustls::ServerConfig;
use rustls_pki_types::pem::PemObject;
use rustls_pki_types::{CertificateDer, PrivateKeyDer};
use time::OffsetDateTime;

use crate::data_dir::DataDir;
use crate::private_file;

/// The validity of a self-made certificate: the longest that clients accept.
const VALID: Duration = Duration::from_hours(397 * 24);

/// The age from which a start replaces it.
const RENEWED: Duration = Duration::from_hours(300 * 24);

/// TLS with a certificate chain and its key, both in PEM.
pub(crate) fn from_files(certificate: &Path, key: &Path) -> anyhow::Result<Arc<ServerConfig>> {
    let unreadable = |path: &Path| format!("cannot read {}", path.display());
    let chain = CertificateDer::pem_file_iter(certificate)
        .and_then(Iterator::collect::<Result<Vec<_>, _>>)
        .with_context(|| unreadable(certificate))?;
    let private_key = PrivateKeyDer::from_pem_file(key).with_context(|| unreadable(key))?;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(chain, private_key)
        .with_context(|| {
            format!(
                "{} and {} do not go together",
                certificate.display(),
                key.display()
            )
        })?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(Arc::new(config))
}

/// TLS with a self-made certificate, for this machine and the address of the listener. Clients trust `ca.pem`.
pub(crate) fn self_signed(
    data_dir: &DataDir,
    listen: IpAddr,
    now: SystemTime,
) -> anyhow::Result<Arc<ServerConfig>> {
    let (certificate, key) = (data_dir.certificate(), data_dir.private_key());
    let has_both = private_file::is_there(&certificate)? && private_file::is_there(&key)?;
    if !is_fresh(&data_dir.ca(), now) || !has_both {
        make(data_dir, listen, now).context("cannot make a certificate")?;
    }
    from_files(&certificate, &key)
}

fn is_fresh(path: &Path, now: SystemTime) -> bool {
    let written = std::fs::metadata(path).and_then(|metadata| metadata.modified());
    // A file with a date in the future was written with a wrong clock: make a new one.
    written.is_ok_and(|written| now.duration_since(written).is_ok_and(|age| age < RENEWED))
}

fn make(data_dir: &DataDir, listen: IpAddr, now: SystemTime) -> anyhow::Result<()> {
    let mut authority = CertificateParams::default();
    authority.distinguished_name.push(DnType::CommonName, "Roster");
    authority.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    authority.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    valid_from(&mut authority, now);
    let authority_key = KeyPair::generate()?;
    let ca = authority.self_signed(&authority_key)?;

    let mut names = vec!["localhost".to_owned(), "127.0.0.1".to_owned(), "::1".to_owned()];
    if !listen.is_loopback() && !listen.is_unspecified() {
        names.push(listen.to_string());
    }
    let mut server = CertificateParams::new(names)?;
    server
        .distinguished_name
        .push(DnType::CommonName, "Roster server");
    server.use_authority_key_identifier_extension = true;
    valid_from(&mut server, now);
    let server_key = KeyPair::generate()?;
    // The key of the authority is not stored: it signs only this certificate.
    let certificate = server.signed_by(&server_key, &Issuer::new(authority, authority_key))?;

    private_file::replace(&data_dir.private_key(), &server_key.serialize_pem())?;
    private_file::replace(&data_dir.certificate(), &certificate.pem())?;
    private_file::replace(&data_dir.ca(), &ca.pem())
}

fn valid_from(params: &mut CertificateParams, now: SystemTime) {
    // A day early, for clients with slow clocks.
    params.not_before = OffsetDateTime::from(now) - Duration::from_hours(24);
    params.not_after = OffsetDateTime::from(now) + VALID - Duration::from_hours(24);
}
