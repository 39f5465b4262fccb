//! The metrics of background jobs, read from their runner when the page is written.

use std::fmt;
use std::sync::Arc;

use prometheus_client::collector::Collector;
use prometheus_client::encoding::DescriptorEncoder;
use roster_jobs::JobMetrics;

use super::store::Page;

/// A runner that is asked for its metrics.
#[derive(Debug)]
pub(super) struct RunnerMetrics(pub(super) Arc<JobMetrics>);

impl Collector for RunnerMetrics {
    fn encode(&self, encoder: DescriptorEncoder<'_>) -> fmt::Result {
        let mut page = Page(encoder);
        page.gauge(
            "roster_jobs_running",
            "Attempts at jobs that run",
            self.0.running(),
        )?;
        page.counters_of_two(
            "roster_job_attempts",
            "Attempts at jobs that ended",
            ["type", "outcome"],
            self.0
                .attempts()
                .iter()
                .map(|(job_type, outcome, count)| ([*job_type, outcome.name()], *count)),
        )?;
        let Some(counts) = self.0.counts() else {
            return Ok(());
        };
        page.gauges(
            "roster_jobs",
            "Jobs in the store",
            "state",
            &[("waiting", counts.waiting), ("dead", counts.dead)],
        )?;
        page.gauge_of_seconds(
            "roster_jobs_oldest_due_seconds",
            "For how long the oldest job has been due",
            counts.oldest_due.as_secs_f64(),
        )
    }
}

#[cfg(test)]
mod tests {
    use roster_domain::clock::SystemClock;
    use roster_domain::random::SystemEntropy;
    use roster_domain::records::Job;
    use roster_jobs::{Completion, Failure, Handler, Options, Runner};
    use roster_store::BoxFuture;
    use roster_testkit::{Engine, until};

    use super::super::Metrics;
    use super::*;

    struct Mail;

    impl Handler for Mail {
        fn job_type(&self) -> &'static str {
            "mail"
        }

        fn run<'a>(&'a self, _: &'a Job) -> BoxFuture<'a, Result<Completion, Failure>> {
            Box::pin(async { Ok(Completion::done()) })
        }
    }

    #[tokio::test]
    async fn the_page_has_what_a_runner_counts() {
        let store = Engine::SqliteMemory.place().open(3);
        let (clock, random) = (Arc::new(SystemClock), Arc::new(SystemEntropy::default()));
        let handlers = vec![Arc::new(Mail) as Arc<dyn Handler>];
        let runner = Runner::new(Arc::clone(&store), clock, random, handlers, Options::default());
        let (jobs, mut metrics) = (runner.metrics(), Metrics::new(store));
        metrics.watch_jobs(Arc::clone(&jobs));
        assert!(!metrics.text().unwrap().contains("roster_jobs{"));

        let counted = until(|| jobs.counts().is_some());
        tokio::select! {
            () = runner.run(std::future::pending()) => {}
            () = counted => {}
        }

        let text = metrics.text().unwrap();
        for line in [
            "roster_jobs{state=\"waiting\"} 0",
            "roster_jobs{state=\"dead\"} 0",
            "roster_jobs_oldest_due_seconds 0.0",
            "roster_jobs_running 0",
            "roster_job_attempts_total{type=\"mail\",outcome=\"succeeded\"} 0",
            "roster_job_attempts_total{type=\"mail\",outcome=\"gave_up\"} 0",
        ] {
            assert!(text.lines().any(|other| other == line), "{line} in {text}");
        }
    }
}
