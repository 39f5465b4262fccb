//! The certificate: it goes with its key, and is good for a while.

use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::examined::Examined;
use super::finding::Finding;
use crate::certificate_watch::WARNED;
use crate::tls::CertificateFiles;

pub(super) fn check(examined: &Examined<'_>) -> anyhow::Result<Vec<Finding>> {
    let serve = &examined.arguments.serve;
    let Some(files) = CertificateFiles::of(serve, &examined.data_dir) else {
        let is_exposed = !serve.listen.ip().is_loopback();
        return Ok(Vec::from_iter(is_exposed.then(|| {
            Finding::warning(format!(
                "a server on {} has none, so names and addresses can be read on the way: give it --tls-cert and --tls-key, or a proxy with TLS",
                serve.listen
            ))
        })));
    };
    let expiry = files.read()?.expiry();
    let text = format!(
        "{} expires on {}",
        files.certificate.display(),
        OffsetDateTime::from(expiry).format(&Rfc3339)?
    );
    let remaining = expiry.duration_since(examined.now).unwrap_or_default();
    Ok(vec![if remaining.is_zero() {
        Finding::failure(format!(
            "{text}, so clients refuse it: put a new one in its place"
        ))
    } else if remaining < WARNED {
        Finding::warning(format!("{text}: put a new one in its place"))
    } else {
        Finding::ok(text)
    }])
}
