//! AssociateQueueQuickConnects.

use roster_model_derive::{operation, shape};

use super::QuickConnectsList;
use crate::shapes::{InstanceId, QueueId};

/// Adds quick connects to those that a queue offers.
#[operation(
    http = "POST /queues/{InstanceId}/{QueueId}/associate-quick-connects",
    effect = Write,
    resources = "queue* quick-connect*",
    exceptions = [
        InvalidRequest, InvalidParameter, ResourceNotFound, LimitExceeded, Throttling, InternalService,
    ],
    no_output,
)]
pub struct AssociateQueueQuickConnects;

/// The input of `AssociateQueueQuickConnects`.
#[shape]
pub struct AssociateQueueQuickConnectsRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// The queue.
    #[shape(label)]
    pub queue_id: QueueId,
    /// The quick connects.
    pub quick_connect_ids: QuickConnectsList,
}
