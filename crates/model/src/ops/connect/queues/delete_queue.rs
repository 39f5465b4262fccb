//! DeleteQueue.

use roster_model_derive::{operation, shape};

use crate::shapes::{InstanceId, QueueId};

/// Deletes a queue that no routing profile uses.
#[operation(
    http = "DELETE /queues/{InstanceId}/{QueueId}",
    effect = Write,
    resources = "queue*",
    exceptions = [
        InvalidRequest, InvalidParameter, ResourceNotFound, ResourceInUse, Throttling, InternalService,
    ],
    no_output,
)]
pub struct DeleteQueue;

/// The input of `DeleteQueue`.
#[shape]
pub struct DeleteQueueRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// The queue.
    #[shape(label)]
    pub queue_id: QueueId,
}
