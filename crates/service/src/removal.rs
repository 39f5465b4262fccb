//! Jobs that remove, in slices, what belonged to something that was deleted.

use std::marker::PhantomData;
use std::sync::Arc;

use roster_domain::Id;
use roster_domain::clock::Clock;
use roster_domain::random::Random;
use roster_domain::records::Job;
use roster_jobs::{Completion, Failure, Handler};
use roster_store::{BoxFuture, Store, StoreError};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::json;

use crate::context::Context;
use crate::refusal::Refusal;

/// How much is removed at once.
#[derive(Clone, Copy)]
pub struct Limits {
    /// How many records, entries or rows a transaction removes at most.
    pub(crate) slice: usize,
    /// The maximum number of full slices that an attempt removes. A new job removes the rest.
    pub(crate) slices: usize,
}

impl Limits {
    /// What waits behind a transaction waits for milliseconds, and an attempt ends long before its lease.
    pub(crate) const USUAL: Self = Self {
        slice: 200,
        slices: 500,
    };
}

/// What belonged to something that was deleted: the payload of the job that removes it.
pub trait Remains: Clone + Serialize + DeserializeOwned + Send + Sync + 'static {
    /// The type of the job.
    const JOB_TYPE: &'static str;

    /// Removes it, as far as the limits allow; returns whether all of it is gone.
    fn remove(
        &self,
        store: &dyn Store,
        limits: Limits,
    ) -> impl Future<Output = Result<bool, StoreError>> + Send;

    /// What the job leaves when all of it is gone.
    fn removed(self) -> Completion {
        Completion::done()
    }
}

impl Context<'_> {
    /// Stores the job that removes what belonged to something that was deleted.
    pub(crate) async fn remove_later<R: Remains>(&mut self, remains: &R) -> Result<(), Refusal> {
        // A job is no part of a plan, so its id is not among the planned ones.
        let id = self.random_id();
        self.enqueue(id, R::JOB_TYPE, json!(remains)).await
    }
}

/// What does the jobs that remove remains of a type.
pub struct Removal<R> {
    store: Arc<dyn Store>,
    clock: Arc<dyn Clock>,
    random: Arc<dyn Random>,
    limits: Limits,
    of: PhantomData<fn() -> R>,
}

impl<R: Remains> Removal<R> {
    /// What removes them from a store.
    pub fn new(store: Arc<dyn Store>, clock: Arc<dyn Clock>, random: Arc<dyn Random>) -> Self {
        Self {
            store,
            clock,
            random,
            limits: Limits::USUAL,
            of: PhantomData,
        }
    }

    /// The same, with other limits.
    #[cfg(test)]
    pub(crate) const fn within(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    async fn remove(&self, job: &Job) -> Result<Completion, Failure> {
        let remains: R = serde_json::from_value(job.payload.clone())
            .map_err(|_| Failure::Permanent("its payload does not say what to remove".to_owned()))?;
        let is_removed = remains.remove(&*self.store, self.limits).await;
        if is_removed.map_err(|error| Failure::Transient(error.to_string()))? {
            return Ok(remains.removed());
        }
        let mut bytes = [0; 16];
        self.random.fill(&mut bytes);
        let (id, now) = (Id::from_random(bytes), self.clock.now().into());
        Ok(Completion::done().with_job(id, R::JOB_TYPE, json!(remains), now))
    }
}

impl<R: Remains> Handler for Removal<R> {
    fn job_type(&self) -> &'static str {
        R::JOB_TYPE
    }

    fn run<'a>(&'a self, job: &'a Job) -> BoxFuture<'a, Result<Completion, Failure>> {
        Box::pin(self.remove(job))
    }

    /// Without end: what was deleted must go.
    fn max_attempts(&self) -> u32 {
        u32::MAX
    }
}
