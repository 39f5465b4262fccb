//! UpdateQueueStatus.

use roster_model_derive::{operation, shape};

use super::QueueStatus;
use crate::shapes::{InstanceId, QueueId};

/// Enables or disables a queue.
#[operation(
    http = "POST /queues/{InstanceId}/{QueueId}/status",
    effect = Write,
    resources = "queue*",
    no_output,
)]
pub struct UpdateQueueStatus;

/// The input of `UpdateQueueStatus`.
#[shape]
pub struct UpdateQueueStatusRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// The queue.
    #[shape(label)]
    pub queue_id: QueueId,
    /// Whether contacts may enter it from now on.
    pub status: QueueStatus,
}
