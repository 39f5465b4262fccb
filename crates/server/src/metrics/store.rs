//! The figures of the store, as they are when somebody asks.

use std::fmt;
use std::sync::Arc;

use prometheus_client::collector::Collector;
use prometheus_client::encoding::{DescriptorEncoder, MetricEncoder, NoLabelSet};
use prometheus_client::metrics::MetricType;
use roster_store::{Distribution, Store};

/// A store that is asked for its figures.
pub(super) struct Figures(pub(super) Arc<dyn Store>);

impl fmt::Debug for Figures {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Figures").finish_non_exhaustive()
    }
}

impl Collector for Figures {
    fn encode(&self, encoder: DescriptorEncoder<'_>) -> fmt::Result {
        let figures = self.0.figures();
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
                ("committed", figures.commit_works.count()),
                ("failed", figures.failed_commits),
            ],
        )?;
        page.histogram(
            "roster_store_commit_works",
            "How many pieces of work shared a transaction that was committed",
            &figures.commit_works,
        )?;
        page.histogram(
            "roster_store_commit_seconds",
            "How long transactions took, from their beginnings to their commits",
            &figures.commit_time,
        )?;
        if let Some(flush_time) = &figures.flush_time {
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
                ("conflict", figures.conflicts),
                ("connection", figures.lost_connections),
            ],
        )?;
        page.counter(
            "roster_audit_records",
            "Audit records written",
            figures.audit_records,
        )?;
        page.gauges(
            "roster_store_waiting",
            "Work that waits to be run",
            "work",
            &[
                ("write", figures.waiting.writes),
                ("point", figures.waiting.points),
                ("scan", figures.waiting.scans),
            ],
        )?;
        let connections = figures.connections;
        page.gauges(
            "roster_store_connections",
            "Connections to the database",
            "state",
            &[
                ("busy", connections.busy),
                ("idle", connections.open.saturating_sub(connections.busy)),
            ],
        )?;
        let Some(cache) = figures.cache else {
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

/// What is told so far.
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

    fn counters(&mut self, name: &str, help: &str, label: &str, values: &[(&str, u64)]) -> fmt::Result {
        let mut metric = self.metric(name, help, MetricType::Counter)?;
        for (of, value) in values {
            let labels = [(label, *of)];
            metric
                .encode_family(&labels)?
                .encode_counter::<NoLabelSet, _, u64>(value, None)?;
        }
        Ok(())
    }

    fn gauges(&mut self, name: &str, help: &str, label: &str, values: &[(&str, u64)]) -> fmt::Result {
        let mut metric = self.metric(name, help, MetricType::Gauge)?;
        for (of, value) in values {
            metric.encode_family(&[(label, *of)])?.encode_gauge(value)?;
        }
        Ok(())
    }

    fn histogram(&mut self, name: &str, help: &str, distribution: &Distribution) -> fmt::Result {
        self.metric(name, help, MetricType::Histogram)?
            .encode_histogram::<NoLabelSet>(
                distribution.sum,
                distribution.count(),
                &distribution.buckets,
                None,
            )
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
