//! Which certificates are trusted.

use std::sync::Arc;

use rustls::{ClientConfig, RootCertStore};
use rustls_pki_types::CertificateDer;

use crate::target::SettingsError;

/// The authorities that were given, or those of the system.
pub(crate) fn authorities(
    given: Option<&[CertificateDer<'static>]>,
) -> Result<Vec<CertificateDer<'static>>, SettingsError> {
    let authorities = match given {
        Some(given) => given.to_vec(),
        // An unreadable certificate of the system is not trusted.
        None => rustls_native_certs::load_native_certs().certs,
    };
    if authorities.is_empty() {
        return Err(SettingsError(
            "no certificates of authorities were found: give a file of them".to_owned(),
        ));
    }
    Ok(authorities)
}

/// A client's TLS that trusts these authorities.
pub(crate) fn client(authorities: Vec<CertificateDer<'static>>) -> Result<Arc<ClientConfig>, SettingsError> {
    let mut roots = RootCertStore::empty();
    let (usable, _) = roots.add_parsable_certificates(authorities);
    if usable == 0 {
        return Err(SettingsError(
            "no certificate of an authority can be used".to_owned(),
        ));
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| SettingsError(error.to_string()))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(Arc::new(config))
}
