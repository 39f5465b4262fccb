//! What a deleted instance held, and the job that removes it (docs/decisions/0051-deleting-instances.md).

#[cfg(test)]
mod tests;

use std::sync::Arc;

use roster_domain::clock::Clock;
use roster_domain::random::Random;
use roster_domain::records::{DeletedInstance, Instance, Job, KINDS_OF_AN_INSTANCE};
use roster_domain::{Id, Index, Key, Kind, Record as _};
use roster_jobs::{Completion, Failure, Handler};
use roster_store::{BoxFuture, Range, ReadKind, Store, StoreError, Transaction, WriteError};
use serde_json::{Value, json};

use crate::administration::{Administration, administer};
use crate::context::Context;
use crate::read_query::{ReadQuery, query};
use crate::refusal::Refusal;

/// The type of the jobs that remove what deleted instances held.
pub(crate) const REMOVE_DELETED_INSTANCE: &str = "remove-deleted-instance";

/// How much is removed at once.
#[derive(Clone, Copy)]
struct Limits {
    /// How many entries of an index, or rows, a transaction removes at most.
    slice: usize,
    /// The maximum number of full slices that an attempt removes. A new job removes the rest.
    slices: usize,
}

impl Limits {
    /// What waits behind a transaction waits for milliseconds, and an attempt ends long before its lease.
    const USUAL: Self = Self {
        slice: 200,
        slices: 500,
    };
}

impl Context<'_> {
    /// Notes that an instance was deleted, and stores the job that removes what it held.
    pub(crate) async fn remove_contents_later(&mut self, instance: &Instance) -> Result<(), Refusal> {
        let deleted = DeletedInstance {
            id: instance.id.clone(),
            deleted: self.now,
        };
        self.insert(&deleted).await?;
        // A job is no part of a plan, so its id is not among the planned ones.
        let id = self.random_id();
        self.enqueue(id, REMOVE_DELETED_INSTANCE, payload(&deleted.id))
            .await
    }
}

fn payload(instance_id: &Id) -> Value {
    json!({"InstanceId": instance_id})
}

/// Removes what deleted instances held, in slices.
pub struct InstanceRemoval {
    store: Arc<dyn Store>,
    clock: Arc<dyn Clock>,
    random: Arc<dyn Random>,
    limits: Limits,
}

impl InstanceRemoval {
    /// What removes the contents of the deleted instances of a store.
    pub fn new(store: Arc<dyn Store>, clock: Arc<dyn Clock>, random: Arc<dyn Random>) -> Self {
        Self {
            store,
            clock,
            random,
            limits: Limits::USUAL,
        }
    }

    async fn remove(&self, job: &Job) -> Result<Completion, Failure> {
        let id = job.payload["InstanceId"].as_str().and_then(Id::parse);
        let id = id.ok_or_else(|| Failure::Permanent("its payload names no instance".to_owned()))?;
        let is_removed = remove_contents(&*self.store, &id, self.limits).await;
        if is_removed.map_err(|error| Failure::Transient(error.to_string()))? {
            Ok(forgetting(id))
        } else {
            Ok(self.going_on(&id))
        }
    }

    /// A completion that leaves another job for the same instance.
    fn going_on(&self, id: &Id) -> Completion {
        let (payload, now) = (payload(id), self.clock.now().into());
        let mut bytes = [0; 16];
        self.random.fill(&mut bytes);
        Completion::done().with_job(Id::from_random(bytes), REMOVE_DELETED_INSTANCE, payload, now)
    }
}

/// A completion after which the instance is forgotten.
fn forgetting(id: Id) -> Completion {
    Completion::done().with_changes(Box::new(move |transaction| {
        let key = DeletedInstance::key_of(&id);
        Box::pin(async move { Ok(forget(transaction, &key).await?) })
    }))
}

async fn forget(transaction: &mut Transaction<'_>, key: &Key) -> Result<(), StoreError> {
    match transaction.get::<DeletedInstance>(key).await? {
        Some(deleted) => transaction.delete(&deleted).await,
        None => Ok(()),
    }
}

impl Handler for InstanceRemoval {
    fn job_type(&self) -> &'static str {
        REMOVE_DELETED_INSTANCE
    }

    fn run<'a>(&'a self, job: &'a Job) -> BoxFuture<'a, Result<Completion, Failure>> {
        Box::pin(self.remove(job))
    }

    /// Without end: what was deleted must go.
    fn max_attempts(&self) -> u32 {
        u32::MAX
    }
}

/// Removes all that an instance held, if it was deleted, and the note of the deletion.
pub(crate) async fn remove_now(store: &dyn Store, id: &Id) -> Result<(), StoreError> {
    if query(store, ReadKind::Point, IsDeleted(id.clone())).await? {
        let slices = usize::MAX;
        let limits = Limits {
            slices,
            ..Limits::USUAL
        };
        remove_contents(store, id, limits).await?;
        administer(store, None, Forget(id.clone())).await?;
    }
    Ok(())
}

struct IsDeleted(Id);

impl ReadQuery for IsDeleted {
    type Output = bool;

    async fn run<'a>(&'a self, mut transaction: Transaction<'a>) -> Result<bool, StoreError> {
        is_deleted(&mut transaction, &self.0).await
    }
}

async fn is_deleted(transaction: &mut Transaction<'_>, id: &Id) -> Result<bool, StoreError> {
    let key = DeletedInstance::key_of(id);
    transaction.exists(DeletedInstance::KIND, &key).await
}

/// Removes what a deleted instance held, as far as the limits allow; returns whether all of it is gone.
async fn remove_contents(store: &dyn Store, id: &Id, limits: Limits) -> Result<bool, StoreError> {
    let mut left = limits.slices;
    for (kind, index) in KINDS_OF_AN_INSTANCE.iter().copied().flat_map(tables) {
        let mut after = None;
        loop {
            let slice = RemoveSlice {
                id: id.clone(),
                kind,
                index,
                after,
                limit: limits.slice,
            };
            after = administer(store, None, slice).await?;
            if after.is_none() {
                break;
            }
            // The last slices of tables do not count: another job begins with them again.
            left -= 1;
            if left == 0 {
                return Ok(false);
            }
        }
    }
    Ok(true)
}

/// The indexes of a kind, and then its rows: no entry must be without its row.
fn tables(kind: &'static Kind) -> impl Iterator<Item = (&'static Kind, Option<&'static Index>)> {
    let indexes = kind.indexes.iter().map(Some);
    indexes.chain([None]).map(move |index| (kind, index))
}

/// Removes some of the entries of an index, or of the rows of a kind.
struct RemoveSlice {
    id: Id,
    kind: &'static Kind,
    index: Option<&'static Index>,
    /// The last that was removed.
    after: Option<Key>,
    limit: usize,
}

impl Administration for RemoveSlice {
    /// The last that was removed, if there may be more.
    type Output = Option<Key>;

    async fn run(&self, transaction: &mut Transaction<'_>) -> Result<Option<Key>, WriteError> {
        // Another attempt may have finished; then the id may be that of a living instance of the demonstration.
        if !is_deleted(transaction, &self.id).await? {
            return Ok(None);
        }
        let range = Range {
            prefix: &Key::new().id(&self.id),
            after: self.after.as_ref(),
            limit: self.limit,
        };
        Ok(transaction.delete_some(self.kind, self.index, range).await?)
    }
}

struct Forget(Id);

impl Administration for Forget {
    type Output = ();

    async fn run(&self, transaction: &mut Transaction<'_>) -> Result<(), WriteError> {
        Ok(forget(transaction, &DeletedInstance::key_of(&self.0)).await?)
    }
}
