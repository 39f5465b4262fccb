//! What belonged to a deleted workspace, notification or user, and the job that removes it. There may be very much of it, and no operation shows it.

#[cfg(test)]
mod tests;

use roster_domain::records::{
    Instance, InstanceResource, Notification, User, UserNotificationStatus, Workspace, WorkspaceAssociation,
};
use roster_domain::{Id, Index, Key, Record};
use roster_store::{Store, StoreError, Transaction, WriteError};
use serde::{Deserialize, Serialize};

use crate::administration::{Administration, administer};
use crate::context::Context;
use crate::refusal::Refusal;
use crate::removal::{Limits, Remains, Removal};

/// What removes the belongings of deleted resources.
pub type BelongingsRemoval = Removal<Belongings>;

/// What belonged to a deleted resource.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Belongings {
    of: Owner,
    instance_id: Id,
    id: Id,
}

/// A type of resource to which very much may belong.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(crate) enum Owner {
    /// A workspace, which has associations.
    Workspace,
    /// A notification, which has a status for each user that has done something about it.
    Notification,
    /// A user, with a status for each notification that the user has done something about.
    User,
}

impl Context<'_> {
    /// Deletes a resource, and stores the job that removes what belonged to it.
    pub(crate) async fn delete_with_belongings<R: InstanceResource>(
        &mut self,
        owner: Owner,
        resource: &R,
    ) -> Result<(), Refusal> {
        self.transaction.delete(resource).await?;
        self.remove_belongings_later(owner, resource).await
    }

    /// Stores the job that removes what belonged to a resource that is deleted in this transaction.
    pub(crate) async fn remove_belongings_later<R: InstanceResource>(
        &mut self,
        owner: Owner,
        resource: &R,
    ) -> Result<(), Refusal> {
        let belongings = Belongings {
            of: owner,
            instance_id: resource.instance_id().clone(),
            id: resource.id().clone(),
        };
        self.remove_later(&belongings).await
    }
}

impl Remains for Belongings {
    const JOB_TYPE: &'static str = "remove-belongings";

    async fn remove(&self, store: &dyn Store, limits: Limits) -> Result<bool, StoreError> {
        for _ in 0..limits.slices {
            let slice = RemoveSlice {
                belongings: self.clone(),
                limit: limits.slice,
            };
            if !administer(store, None, slice).await? {
                return Ok(true);
            }
        }
        Ok(false)
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
        // Of a deleted instance, another job removes everything, and nothing else may.
        if !transaction
            .exists(Instance::KIND, &Instance::key_of(instance_id))
            .await?
        {
            return Ok(false);
        }
        let (kind, owner) = match of {
            Owner::Workspace => (Workspace::KIND, Workspace::key_of(instance_id, id)),
            Owner::Notification => (Notification::KIND, Notification::key_of(instance_id, id)),
            Owner::User => (User::KIND, User::key_of(instance_id, id)),
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
            Owner::User => {
                let all = UserNotificationStatus::of_user(instance_id, id);
                let index = UserNotificationStatus::BY_USER;
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
