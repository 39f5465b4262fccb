//! The certificate that connections are encrypted with. It can be replaced; open connections go on with the one before.

use std::fmt;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard};
use std::time::SystemTime;

use rustls::ServerConfig;
use rustls::crypto::ring::default_provider;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use x509_cert::der::Decode;

/// A chain of certificates, the server's own first, with its private key.
pub struct Certificate {
    key: Arc<CertifiedKey>,
    expiry: SystemTime,
}

/// Why a chain and a key are no certificate.
#[derive(Debug)]
pub enum CertificateError {
    /// The chain has no certificate.
    Empty,
    /// This certificate of the chain is not one, counted from 0.
    Malformed(usize),
    /// The key is of an unknown kind, or belongs to another certificate.
    Key(rustls::Error),
}

impl fmt::Display for CertificateError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => formatter.write_str("there is no certificate in the file"),
            Self::Malformed(index) => write!(formatter, "certificate {} of the file is malformed", index + 1),
            Self::Key(error) => write!(
                formatter,
                "the certificate and the key do not go together: {error}"
            ),
        }
    }
}

impl std::error::Error for CertificateError {}

impl Certificate {
    /// A chain with the private key of its first certificate.
    pub fn new(
        chain: Vec<CertificateDer<'static>>,
        key: PrivateKeyDer<'static>,
    ) -> Result<Self, CertificateError> {
        let mut expiry = None::<SystemTime>;
        for (index, certificate) in chain.iter().enumerate() {
            let parsed = x509_cert::Certificate::from_der(certificate);
            let parsed = parsed.map_err(|_| CertificateError::Malformed(index))?;
            let end = parsed.tbs_certificate.validity.not_after.to_system_time();
            expiry = Some(expiry.map_or(end, |expiry| expiry.min(end)));
        }
        let expiry = expiry.ok_or(CertificateError::Empty)?;
        let key = CertifiedKey::from_der(chain, key, &default_provider()).map_err(CertificateError::Key)?;
        Ok(Self {
            key: Arc::new(key),
            expiry,
        })
    }

    /// When the first certificate of the chain to expire does so.
    pub const fn expiry(&self) -> SystemTime {
        self.expiry
    }
}

/// The certificate that new connections get.
pub struct ServedCertificate(RwLock<Certificate>);

impl ServedCertificate {
    /// A certificate to begin with.
    pub const fn new(certificate: Certificate) -> Self {
        Self(RwLock::new(certificate))
    }

    /// Gives new connections another certificate.
    pub fn replace(&self, certificate: Certificate) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = certificate;
    }

    /// When it expires.
    pub fn expiry(&self) -> SystemTime {
        self.current().expiry
    }

    /// How connections are encrypted with it.
    ///
    /// # Errors
    ///
    /// If the cryptography has none of the protocol versions that are safe.
    pub fn config(self: &Arc<Self>) -> Result<ServerConfig, rustls::Error> {
        let provider = Arc::new(default_provider());
        let mut config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()?
            .with_no_client_auth()
            .with_cert_resolver(Arc::clone(self) as Arc<dyn ResolvesServerCert>);
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(config)
    }

    fn current(&self) -> RwLockReadGuard<'_, Certificate> {
        self.0.read().unwrap_or_else(PoisonError::into_inner)
    }
}

impl ResolvesServerCert for ServedCertificate {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(Arc::clone(&self.current().key))
    }
}

impl fmt::Debug for ServedCertificate {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("ServedCertificate").finish_non_exhaustive()
    }
}
