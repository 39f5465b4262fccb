//! The metrics of the store, read from it when the page is written.

use std::fmt;
use std::sync::Arc;

use prometheus_client::collector::Collector;
use prometheus_client::encoding::{DescriptorEncoder, MetricEncoder, NoLabelSet};
use prometheus_client::metrics::MetricType;
use roster_store::{Histogram, Store};

/// A store that is asked for its metrics.
pub(super) struct EngineMetrics(pub(super) Arc<dyn Store>);

impl fmt::Debug for EngineMetrics {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("EngineMetrics").finish_non_exhaustive()
    }
}

impl Collector for EngineMetrics {
    fn encode(&self, encoder: DescriptorEncoder<'_>) -> fmt::Result {
        let metrics = self.0.metrics();
        let mut page = Page(encoder);
        page.gauge(
            "roster_store_reachable",
            "Whether the store would do work now",
            u64::from(self.0.is_reachable()),
        )?;
        page.counters(
            "roster_store_commits",
            "Transactions that were committed, or failed",
            "outcome",
            &[
                ("committed", metrics.commit_works.count()),
                ("failed", metrics.failed_commits),
            ],
        )?;
        page.histogram(
            "roster_store_commit_works",
            "How many pieces of work shared a transaction that was committed",
            &metrics.commit_works,
        )?;
        page.histogram(
            "roster_store_commit_seconds",
            "How long transactions took, from their beginnings to their commits",
            &metrics.commit_time,
        )?;
        if let Some(flush_time) = &metrics.flush_time {
            page.histogram(
                "roster_store_flush_seconds",
                "How long flushes of the disk took",
                flush_time,
            )?;
        }
        page.counters(
            "roster_store_retries",
            "Batches of work that were begun again",
            "reason",
            &[
                ("conflict", metrics.conflicts),
                ("connection", metrics.lost_connections),
            ],
        )?;
        page.counter(
            "roster_audit_records",
            "Audit records written",
            metrics.audit_records,
        )?;
        if let Some(records) = metrics.audit_chain_records {
            page.gauge(
                "roster_audit_chain_records",
                "Audit records that the database has had, those that were removed since included",
                records,
            )?;
        }
        if let Some(bytes) = metrics.database_bytes {
            page.gauge(
                "roster_store_bytes",
                "What the database takes on the disk, its log included",
                bytes,
            )?;
        }
        page.gauges(
            "roster_store_waiting",
            "Work that waits to be run",
            "work",
            &[
                ("write", metrics.queues.writes),
                ("point", metrics.queues.points),
                ("scan", metrics.queues.scans),
            ],
        )?;
        let connections = metrics.connections;
        page.gauges(
            "roster_store_connections",
            "Connections to the database",
            "state",
            &[
                ("busy", connections.busy),
                ("idle", connections.open.saturating_sub(connections.busy)),
            ],
        )?;
        let Some(cache) = metrics.cache else {
            return Ok(());
        };
        page.counters(
            "roster_store_cache_reads",
            "Rows that were asked for in memory",
            "outcome",
            &[("hit", cache.hits), ("miss", cache.misses)],
        )?;
        page.gauge(
            "roster_store_cache_rows",
            "Rows that are known in memory",
            cache.rows,
        )?;
        page.gauge("roster_store_cache_bytes", "What they take", cache.bytes)
    }
}

/// The page as written so far.
pub(super) struct Page<'e>(pub(super) DescriptorEncoder<'e>);

impl Page<'_> {
    pub(super) fn counter(&mut self, name: &str, help: &str, value: u64) -> fmt::Result {
        self.metric(name, help, MetricType::Counter)?
            .encode_counter::<NoLabelSet, _, u64>(&value, None)
    }

    pub(super) fn counter_of_seconds(&mut self, name: &str, help: &str, value: f64) -> fmt::Result {
        self.metric(name, help, MetricType::Counter)?
            .encode_counter::<NoLabelSet, _, f64>(&value, None)
    }

    pub(super) fn gauge(&mut self, name: &str, help: &str, value: u64) -> fmt::Result {
        self.metric(name, help, MetricType::Gauge)?.encode_gauge(&value)
    }

    pub(super) fn gauge_of_seconds(&mut self, name: &str, help: &str, value: f64) -> fmt::Result {
        self.metric(name, help, MetricType::Gauge)?.encode_gauge(&value)
    }

    /// Counters with two labels.
    pub(super) fn counters_of_two<'v>(
        &mut self,
        name: &str,
        help: &str,
        labels: [&str; 2],
        values: impl IntoIterator<Item = ([&'v str; 2], u64)>,
    ) -> fmt::Result {
        let mut metric = self.metric(name, help, MetricType::Counter)?;
        for ([first, second], value) in values {
            let labels = [(labels[0], first), (labels[1], second)];
            metric
                .encode_family(&labels)?
                .encode_counter::<NoLabelSet, _, u64>(&value, None)?;
        }
        Ok(())
    }

    pub(super) fn counters(
        &mut self,
        name: &str,
        help: &str,
        label: &str,
        values: &[(&str, u64)],
    ) -> fmt::Result {
        let mut metric = self.metric(name, help, MetricType::Counter)?;
        for (of, value) in values {
            let labels = [(label, *of)];
            metric
                .encode_family(&labels)?
                .encode_counter::<NoLabelSet, _, u64>(value, None)?;
        }
        Ok(())
    }

    pub(super) fn gauges(
        &mut self,
        name: &str,
        help: &str,
        label: &str,
        values: &[(&str, u64)],
    ) -> fmt::Result {
        let mut metric = self.metric(name, help, MetricType::Gauge)?;
        for (of, value) in values {
            metric.encode_family(&[(label, *of)])?.encode_gauge(value)?;
        }
        Ok(())
    }

    fn histogram(&mut self, name: &str, help: &str, histogram: &Histogram) -> fmt::Result {
        self.metric(name, help, MetricType::Histogram)?
            .encode_histogram::<NoLabelSet>(histogram.sum, histogram.count(), &histogram.buckets, None)
    }

    fn metric<'m>(
        &'m mut self,
        name: &'m str,
        help: &str,
        kind: MetricType,
    ) -> Result<MetricEncoder<'m>, fmt::Error> {
        self.0.encode_descriptor(name, help, None, kind)
    }
}
