//! The metric of the TLS certificate, read from it when the page is written.

use std::fmt;
use std::sync::Arc;
use std::time::SystemTime;

use prometheus_client::collector::Collector;
use prometheus_client::encoding::DescriptorEncoder;

use super::store::Page;
use crate::served_certificate::ServedCertificate;

/// A certificate that is asked when it expires.
#[derive(Debug)]
pub(super) struct Expiry(pub(super) Arc<ServedCertificate>);

impl Collector for Expiry {
    fn encode(&self, encoder: DescriptorEncoder<'_>) -> fmt::Result {
        let expiry = self.0.expiry().duration_since(SystemTime::UNIX_EPOCH);
        Page(encoder).gauge(
            "roster_tls_certificate_expiry_timestamp_seconds",
            "When the TLS certificate, or one that it depends on, expires, in seconds since 1970",
            expiry.unwrap_or_default().as_secs(),
        )
    }
}
