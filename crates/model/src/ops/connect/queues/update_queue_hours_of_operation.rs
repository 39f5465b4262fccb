//! UpdateQueueHoursOfOperation.

use roster_model_derive::{operation, shape};

use crate::shapes::{HoursOfOperationId, InstanceId, QueueId};

/// Changes when the contacts of a queue are taken.
#[operation(
    http = "POST /queues/{InstanceId}/{QueueId}/hours-of-operation",
    effect = Write,
    resources = "queue* hours-of-operation*",
    no_output,
)]
pub struct UpdateQueueHoursOfOperation;

/// The input of `UpdateQueueHoursOfOperation`.
#[shape]
pub struct UpdateQueueHoursOfOperationRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// The queue.
    #[shape(label)]
    pub queue_id: QueueId,
    /// The hours of operation from now on.
    pub hours_of_operation_id: HoursOfOperationId,
}
