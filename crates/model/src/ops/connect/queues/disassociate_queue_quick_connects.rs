//! DisassociateQueueQuickConnects.

use roster_model_derive::{operation, shape};

use super::QuickConnectsList;
use crate::shapes::{InstanceId, QueueId};

/// Removes quick connects from those that a queue offers.
#[operation(
    http = "POST /queues/{InstanceId}/{QueueId}/disassociate-quick-connects",
    effect = Write,
    resources = "queue* quick-connect*",
    no_output,
)]
pub struct DisassociateQueueQuickConnects;

/// The input of `DisassociateQueueQuickConnects`.
#[shape]
pub struct DisassociateQueueQuickConnectsRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// The queue.
    #[shape(label)]
    pub queue_id: QueueId,
    /// The quick connects.
    pub quick_connect_ids: QuickConnectsList,
}
