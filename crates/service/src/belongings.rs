//! What belonged to a deleted workspace or notification, and the job that removes it. There may be very much of it, and no operation shows it.

#[cfg(test)]
mod tests;

use std::sync::Arc;

use roster_domain::clock::Clock;
use roster_domain::random::Random;
use roster_domain::records::{
    InstanceResource, Job, Notification, UserNotificationStatus, Workspace, WorkspaceAssociation,
};
use roster_domain::{Id, Index, Key, Record};
use roster_jobs::{Completion, Failure, Handler};
use roster_store::{BoxFuture, Store, Transaction, WriteError};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::administration::{Administration, administer};
use crate::context::Context;
use crate::refusal::Refusal;

/// The type of the jobs that remove what belonged to deleted resources.
const REMOVE_BELONGINGS: &str = "remove-belongings";

/// How much is removed at once.
#[derive(Clone, Copy)]
struct Limits {
    /// How many records a transaction removes at most.
    slice: usize,
    /// How many full slices an attempt removes at most. A new job removes the rest.
    slices: usize,
}

impl Limits {
    /// What waits behind a transaction waits for milliseconds, and an attempt ends long before its lease.
    const USUAL: Self = Self {
        slice: 200,
        slices: 500,
    };
}

/// What belonged to a deleted resource.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Belongings {
    of: Owner,
    instance_id: Id,
    id: Id,
}

/// A type of resource that may have very much.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(crate) enum Owner {
    /// A workspace, which has associations.
    Workspace,
    /// A notification, about which users have done something.
    Notification,
}

impl Context<'_> {
    /// Deletes a resource, and stores the job that removes what belonged to it.
    pub(crate) async fn delete_with_belongings<R: InstanceResource>(
        &mut self,
        owner: Owner,
        resource: &R,
    ) -> Result<(), Refusal> {
        self.transaction.delete(resource).await?;
        let belongings = Belongings {
            of: owner,
            instance_id: resource.instance_id().clone(),
            id: resource.id().clone(),
        };
        // A job is no part of a plan, so its id is not among the planned ones.
        let id = self.random_id();
        self.enqueue(id, REMOVE_BELONGINGS, json!(belongings)).await
    }
}

/// Removes what belonged to deleted resources, in slices.
pub struct BelongingsRemoval {
    store: Arc<dyn Store>,
    clock: Arc<dyn Clock>,
    random: Arc<dyn Random>,
    limits: Limits,
}

impl BelongingsRemoval {
    /// What removes the belongings of the deleted resources of a store.
    pub fn new(store: Arc<dyn Store>, clock: Arc<dyn Clock>, random: Arc<dyn Random>) -> Self {
        Self {
            store,
            clock,
            random,
            limits: Limits::USUAL,
        }
    }

    async fn remove(&self, job: &Job) -> Result<Completion, Failure> {
        let belongings: Belongings = serde_json::from_value(job.payload.clone())
            .map_err(|_| Failure::Permanent("its payload names no resource".to_owned()))?;
        for _ in 0..self.limits.slices {
            let slice = RemoveSlice {
                belongings: belongings.clone(),
                limit: self.limits.slice,
            };
            let has_more = administer(&*self.store, None, slice).await;
            if !has_more.map_err(|error| Failure::Transient(error.to_string()))? {
                return Ok(Completion::done());
            }
        }
        let mut bytes = [0; 16];
        self.random.fill(&mut bytes);
        let (id, now) = (Id::from_random(bytes), self.clock.now().into());
        Ok(Completion::done().with_job(id, REMOVE_BELONGINGS, json!(belongings), now))
    }
}

impl Handler for BelongingsRemoval {
    fn job_type(&self) -> &'static str {
        REMOVE_BELONGINGS
    }

    fn run<'a>(&'a self, job: &'a Job) -> BoxFuture<'a, Result<Completion, Failure>> {
        Box::pin(self.remove(job))
    }

    /// Without end: what was deleted must go.
    fn max_attempts(&self) -> u32 {
        u32::MAX
    }
}

/// Removes some of what belonged to a deleted resource.
struct RemoveSlice {
    belongings: Belongings,
    limit: usize,
}

impl Administration for RemoveSlice {
    /// Whether there is more.
    type Output = bool;

    async fn run(&self, transaction: &mut Transaction<'_>) -> Result<bool, WriteError> {
        let Belongings { of, instance_id, id } = &self.belongings;
        let (kind, owner) = match of {
            Owner::Workspace => (Workspace::KIND, Workspace::key_of(instance_id, id)),
            Owner::Notification => (Notification::KIND, Notification::key_of(instance_id, id)),
        };
        // A plan can bring back what was deleted.
        if transaction.exists(kind, &owner).await? {
            return Ok(false);
        }
        match of {
            Owner::Workspace => {
                let all = WorkspaceAssociation::of_workspace(instance_id, id);
                let index = &WorkspaceAssociation::BY_TERM;
                discard::<WorkspaceAssociation>(transaction, index, &all, self.limit).await
            }
            Owner::Notification => {
                let all = UserNotificationStatus::of_notification(instance_id, id);
                let index = UserNotificationStatus::BY_NOTIFICATION;
                discard::<UserNotificationStatus>(transaction, index, &all, self.limit).await
            }
        }
    }
}

/// Removes the first records below a prefix; returns whether there are more.
async fn discard<R: Record>(
    transaction: &mut Transaction<'_>,
    index: &'static Index,
    prefix: &Key,
    limit: usize,
) -> Result<bool, WriteError> {
    let page = transaction.page::<R>(index, prefix, None, limit).await?;
    for record in &page.records {
        transaction.discard(record).await?;
    }
    Ok(page.next.is_some())
}
