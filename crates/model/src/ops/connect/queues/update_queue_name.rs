//! UpdateQueueName.

use roster_model_derive::{operation, shape};

use super::QueueDescription;
use crate::shapes::{CommonNameLength127, InstanceId, QueueId};

/// Changes the name of a queue, what it is for, or both.
#[operation(
    http = "POST /queues/{InstanceId}/{QueueId}/name",
    effect = Write,
    resources = "queue*",
    exceptions = [
        DuplicateResource, InvalidRequest, InvalidParameter, ResourceNotFound, Throttling, InternalService,
    ],
    no_output,
)]
pub struct UpdateQueueName;

/// The input of `UpdateQueueName`.
#[shape]
pub struct UpdateQueueNameRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// The queue.
    #[shape(label)]
    pub queue_id: QueueId,
    /// The new name, unique within the instance.
    pub name: Option<CommonNameLength127>,
    /// What it is for from now on.
    pub description: Option<QueueDescription>,
}
