//! What a deleted instance held, and the job that removes it (docs/decisions/0051-deleting-instances.md).

#[cfg(test)]
mod tests;

use roster_domain::records::{DeletedInstance, Instance, KINDS_OF_AN_INSTANCE};
use roster_domain::{Id, Index, Key, Kind, Record as _};
use roster_jobs::Completion;
use roster_store::{Range, ReadKind, Store, StoreError, Transaction, WriteError};
use serde::{Deserialize, Serialize};

use crate::administration::{Administration, administer};
use crate::context::Context;
use crate::read_query::{ReadQuery, query};
use crate::refusal::Refusal;
use crate::removal::{Limits, Remains, Removal};

/// What removes the contents of deleted instances.
pub type InstanceRemoval = Removal<InstanceContents>;

/// What a deleted instance held.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct InstanceContents {
    instance_id: Id,
}

impl Context<'_> {
    /// Notes that an instance was deleted, and stores the job that removes what it held.
    pub(crate) async fn remove_contents_later(&mut self, instance: &Instance) -> Result<(), Refusal> {
        let deleted = DeletedInstance {
            id: instance.id.clone(),
            deleted: self.now,
        };
        self.insert(&deleted).await?;
        let instance_id = deleted.id;
        self.remove_later(&InstanceContents { instance_id }).await
    }
}

impl Remains for InstanceContents {
    const JOB_TYPE: &'static str = "remove-deleted-instance";

    async fn remove(&self, store: &dyn Store, limits: Limits) -> Result<bool, StoreError> {
        remove_contents(store, &self.instance_id, limits).await
    }

    /// The instance is forgotten.
    fn removed(self) -> Completion {
        Completion::done().with_changes(Box::new(move |transaction| {
            let key = DeletedInstance::key_of(&self.instance_id);
            Box::pin(async move { Ok(forget(transaction, &key).await?) })
        }))
    }
}

async fn forget(transaction: &mut Transaction<'_>, key: &Key) -> Result<(), StoreError> {
    match transaction.get::<DeletedInstance>(key).await? {
        Some(deleted) => transaction.delete(&deleted).await,
        None => Ok(()),
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
