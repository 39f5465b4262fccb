//! The metrics of the witness of the audit, read from it when the page is written.

use std::fmt;
use std::sync::Arc;

use prometheus_client::collector::Collector;
use prometheus_client::encoding::DescriptorEncoder;
use roster_service::WitnessMetrics;

use super::store::Page;

/// A witness that is asked for its metrics.
#[derive(Debug)]
pub(super) struct HeadMetrics(pub(super) Arc<WitnessMetrics>);

impl Collector for HeadMetrics {
    fn encode(&self, encoder: DescriptorEncoder<'_>) -> fmt::Result {
        Page(encoder).counters(
            "roster_audit_heads",
            "Heads of the audit that were noted outside of the database, or could not be",
            "outcome",
            &[("noted", self.0.noted()), ("failed", self.0.failed())],
        )
    }
}
