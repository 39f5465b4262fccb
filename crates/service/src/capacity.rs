//! How much work may wait for the store (docs/decisions/0024-work-once-begun-is-finished.md).

use std::sync::Arc;

use roster_store::{ReadKind, StoreError};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// A place among the work that waits for the store, or is being done; dropping it frees it.
pub(crate) type Place = OwnedSemaphorePermit;

/// The places for each kind of work. Work that finds none is refused at once.
pub(crate) struct Capacity {
    changes: Arc<Semaphore>,
    points: Arc<Semaphore>,
    lists: Arc<Semaphore>,
    records: Arc<Semaphore>,
}

impl Capacity {
    /// So many places for each kind of work.
    pub(crate) fn new(places: usize) -> Self {
        let places = || Arc::new(Semaphore::new(places.min(Semaphore::MAX_PERMITS)));
        Self {
            changes: places(),
            points: places(),
            lists: places(),
            records: places(),
        }
    }

    /// A place for work that may change something.
    pub(crate) fn change(&self) -> Result<Place, StoreError> {
        place_among(&self.changes)
    }

    /// A place for work that only looks.
    pub(crate) fn read(&self, kind: ReadKind) -> Result<Place, StoreError> {
        place_among(match kind {
            ReadKind::Point => &self.points,
            ReadKind::Scan => &self.lists,
        })
    }

    /// A place for an audit record that stands alone. This waits, because an overloaded server must still
    /// record its refusals. Each waiter belongs to an open request, and those are limited.
    pub(crate) async fn record(&self) -> Result<Place, StoreError> {
        let place = Arc::clone(&self.records).acquire_owned().await;
        place.map_err(|_| StoreError::Overloaded)
    }
}

fn place_among(places: &Arc<Semaphore>) -> Result<Place, StoreError> {
    Arc::clone(places)
        .try_acquire_owned()
        .map_err(|_| StoreError::Overloaded)
}
