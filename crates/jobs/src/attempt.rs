//! One attempt at a job: its handler, and what becomes of the job.

use std::sync::Arc;

use roster_domain::clock::{Clock, timeout};
use roster_domain::random::Random;
use roster_domain::records::Job;
use roster_store::{Store, StoreError};
use tokio::task::JoinSet;

use crate::backoff::backoff;
use crate::handler::{Completion, Failure, Handler};
use crate::lifecycle;
use crate::metrics::{JobMetrics, Outcome};
use crate::replace::Replace;
use crate::step;

/// What all attempts of a runner share.
pub(crate) struct Shared {
    pub(crate) store: Arc<dyn Store>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) random: Arc<dyn Random>,
    pub(crate) metrics: Arc<JobMetrics>,
}

/// An attempt at a job that was claimed.
pub(crate) struct Attempt {
    pub(crate) shared: Arc<Shared>,
    pub(crate) handler: Arc<dyn Handler>,
    /// As it was found.
    pub(crate) job: Job,
}

impl Attempt {
    /// Claims the job. False if it is not to be tried: another runner was faster, or it has had its last attempt.
    pub(crate) async fn claim(&mut self) -> Result<bool, StoreError> {
        if self.had_last_attempt() {
            let failure = Failure::Transient(
                "the server stopped during the last attempt, or it took too long".to_owned(),
            );
            let outcome = self.fail(&failure).await?;
            self.count(outcome);
            return Ok(false);
        }
        let now = self.shared.clock.now();
        let claimed = lifecycle::claimed(&self.job, now, self.handler.lease());
        let is_claimed = self.replace(Some(claimed.clone()), Completion::done()).await?;
        self.job = claimed;
        Ok(is_claimed)
    }

    /// Makes the attempt, and counts how it ended.
    pub(crate) async fn make(self) {
        let _running = self.shared.metrics.run();
        let settled = match self.run_handler().await {
            Ok(completion) => match self.complete(completion).await {
                Ok(outcome) => Ok(outcome),
                Err(error) => self.fail(&Failure::Transient(error.to_string())).await,
            },
            Err(failure) => self.fail(&failure).await,
        };
        let outcome = settled.unwrap_or_else(|error| {
            // The lease ends, and then the job is tried again.
            tracing::warn!(job = %self.job.id, job_type = self.job.job_type, %error, "the result of a job could not be stored");
            Outcome::Lost
        });
        self.count(outcome);
    }

    async fn run_handler(&self) -> Result<Completion, Failure> {
        // A task of its own, which ends with this one: a panic of the handler ends nothing else.
        let mut task = JoinSet::new();
        let (handler, job) = (Arc::clone(&self.handler), self.job.clone());
        task.spawn(async move { handler.run(&job).await });
        let limit = self.handler.lease() * 9 / 10;
        match timeout(&*self.shared.clock, limit, task.join_next()).await {
            Some(Some(Ok(result))) => result,
            Some(Some(Err(_)) | None) => Err(Failure::Transient("the handler panicked".to_owned())),
            None => Err(Failure::Transient(format!(
                "the attempt took longer than {} seconds",
                limit.as_secs_f64()
            ))),
        }
    }

    async fn complete(&self, completion: Completion) -> Result<Outcome, StoreError> {
        let schedule = self.handler.schedule();
        let next = schedule.map(|schedule| {
            let due = schedule.next(self.shared.clock.now());
            lifecycle::next_occurrence(&self.job, due, None)
        });
        let is_kept = self.replace(next, completion).await?;
        Ok(if is_kept {
            Outcome::Succeeded
        } else {
            Outcome::Lost
        })
    }

    async fn fail(&self, failure: &Failure) -> Result<Outcome, StoreError> {
        let (job, text) = (&self.job, failure.text());
        let is_last = match failure {
            Failure::Transient(_) => self.had_last_attempt(),
            Failure::Permanent(_) => true,
        };
        tracing::warn!(job = %job.id, job_type = job.job_type, attempts = job.attempts, is_last, error = text, "a job failed");
        let now = self.shared.clock.now();
        let (next, completion) = match (is_last, self.handler.schedule()) {
            (false, _) => {
                let wait = backoff(job.attempts, &*self.shared.random);
                let retried = lifecycle::to_be_retried(job, now + wait, text);
                (retried, Completion::done())
            }
            (true, Some(schedule)) => {
                let next = lifecycle::next_occurrence(job, schedule.next(now), Some(text));
                (next, Completion::done())
            }
            (true, None) => (lifecycle::dead(job, now, text), self.handler.gave_up(job)),
        };
        let is_kept = self.replace(Some(next), completion).await?;
        Ok(match (is_kept, is_last) {
            (false, _) => Outcome::Lost,
            (true, false) => Outcome::Failed,
            (true, true) => Outcome::GaveUp,
        })
    }

    async fn replace(&self, new: Option<Job>, completion: Completion) -> Result<bool, StoreError> {
        let old = self.job.clone();
        let replace = Replace { old, new, completion };
        step::write(&*self.shared.store, replace).await
    }

    /// Whether all attempts have begun. There is one at least.
    fn had_last_attempt(&self) -> bool {
        self.job.attempts >= self.handler.max_attempts().max(1)
    }

    fn count(&self, outcome: Outcome) {
        self.shared.metrics.ended(self.handler.job_type(), outcome);
    }
}
