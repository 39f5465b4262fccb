//! The files of the server's certificate: given ones, or those of a self-made one.

use std::fs::{self, Metadata};
use std::net::IpAddr;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use anyhow::Context;
use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, KeyUsagePurpose};
use roster_server::Certificate;
use rustls_pki_types::pem::PemObject;
use rustls_pki_types::{CertificateDer, PrivateKeyDer};
use time::OffsetDateTime;

use crate::arguments::{Serve, TlsMode};
use crate::data_dir::DataDir;
use crate::private_file;

/// The validity of a self-made certificate: the longest that clients accept.
const VALID: Duration = Duration::from_hours(397 * 24);

/// The age from which a start or a reload replaces it.
const RENEWED: Duration = Duration::from_hours(300 * 24);

/// Where a certificate chain and its key are, both in PEM.
#[derive(Clone, Debug)]
pub(crate) struct CertificateFiles {
    pub(crate) certificate: PathBuf,
    pub(crate) key: PathBuf,
    /// Whether a start and a reload renew them.
    pub(crate) are_self_made: bool,
}

/// What tells one state of the two files from another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct FileVersions([Option<FileVersion>; 2]);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct FileVersion {
    device: u64,
    inode: u64,
    bytes: u64,
    modified: (i64, i64),
}

/// A certificate with the state of its files from before it was read.
pub(crate) struct LoadedCertificate {
    pub(crate) files: CertificateFiles,
    pub(crate) versions: FileVersions,
    pub(crate) certificate: Certificate,
}

/// The certificate of a server with these arguments; none if it serves without TLS. A self-made one is made or renewed.
pub(crate) fn load(
    arguments: &Serve,
    data_dir: &DataDir,
    now: SystemTime,
) -> anyhow::Result<Option<LoadedCertificate>> {
    let Some(files) = CertificateFiles::of(arguments, data_dir) else {
        return Ok(None);
    };
    if files.are_self_made {
        renew(&files, data_dir, arguments.listen.ip(), now)?;
    }
    let versions = files.versions();
    let certificate = files.read()?;
    Ok(Some(LoadedCertificate {
        files,
        versions,
        certificate,
    }))
}

impl CertificateFiles {
    /// Those of a server with these arguments, which may be missing; none if it serves without TLS.
    pub(crate) fn of(arguments: &Serve, data_dir: &DataDir) -> Option<Self> {
        match (arguments.tls, &arguments.tls_cert, &arguments.tls_key) {
            (Some(TlsMode::SelfSigned), _, _) => Some(Self {
                certificate: data_dir.certificate(),
                key: data_dir.private_key(),
                are_self_made: true,
            }),
            (None, Some(certificate), Some(key)) => Some(Self {
                certificate: certificate.clone(),
                key: key.clone(),
                are_self_made: false,
            }),
            _ => None,
        }
    }

    /// The state of the files now.
    pub(crate) fn versions(&self) -> FileVersions {
        FileVersions(
            [&self.certificate, &self.key].map(|path| fs::metadata(path).ok().as_ref().map(FileVersion::of)),
        )
    }

    /// The certificate and its key.
    pub(crate) fn read(&self) -> anyhow::Result<Certificate> {
        let unreadable = |path: &Path| format!("cannot read {}", path.display());
        let chain = CertificateDer::pem_file_iter(&self.certificate)
            .and_then(Iterator::collect::<Result<Vec<_>, _>>)
            .with_context(|| unreadable(&self.certificate))?;
        let key = PrivateKeyDer::from_pem_file(&self.key).with_context(|| unreadable(&self.key))?;
        let certificate = Certificate::new(chain, key);
        certificate.with_context(|| {
            format!(
                "cannot use {} with the key {}",
                self.certificate.display(),
                self.key.display()
            )
        })
    }
}

impl FileVersion {
    fn of(metadata: &Metadata) -> Self {
        Self {
            device: metadata.dev(),
            inode: metadata.ino(),
            bytes: metadata.len(),
            modified: (metadata.mtime(), metadata.mtime_nsec()),
        }
    }
}

/// Makes a self-made certificate, for this machine and the address of the listener, unless there is a fresh one. Clients trust
/// `ca.pem`.
fn renew(
    files: &CertificateFiles,
    data_dir: &DataDir,
    listen: IpAddr,
    now: SystemTime,
) -> anyhow::Result<()> {
    let has_both = private_file::is_there(&files.certificate)? && private_file::is_there(&files.key)?;
    if !is_fresh(&data_dir.ca(), now) || !has_both {
        make(data_dir, listen, now).context("cannot make a certificate")?;
    }
    Ok(())
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
