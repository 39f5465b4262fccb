//! UpdateQueueOutboundCallerConfig.

use roster_model_derive::{operation, shape};

use super::OutboundCallerConfig;
use crate::shapes::{InstanceId, QueueId};

/// Replaces what the called see of the outbound calls of a queue.
#[operation(
    http = "POST /queues/{InstanceId}/{QueueId}/outbound-caller-config",
    effect = Write,
    resources = "queue* contact-flow",
    no_output,
)]
pub struct UpdateQueueOutboundCallerConfig;

/// The input of `UpdateQueueOutboundCallerConfig`.
#[shape]
pub struct UpdateQueueOutboundCallerConfigRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// The queue.
    #[shape(label)]
    pub queue_id: QueueId,
    /// What they see from now on.
    pub outbound_caller_config: OutboundCallerConfig,
}
