//! UpdateRoutingProfileDefaultOutboundQueue.

use roster_model_derive::{operation, shape};

use crate::shapes::{InstanceId, QueueId, RoutingProfileId};

/// Changes the queue that outbound calls belong to.
#[operation(
    http = "POST /routing-profiles/{InstanceId}/{RoutingProfileId}/default-outbound-queue",
    effect = Write,
    resources = "routing-profile* queue*",
    no_output,
)]
pub struct UpdateRoutingProfileDefaultOutboundQueue;

/// The input of `UpdateRoutingProfileDefaultOutboundQueue`.
#[shape]
pub struct UpdateRoutingProfileDefaultOutboundQueueRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// The routing profile.
    #[shape(label)]
    pub routing_profile_id: RoutingProfileId,
    /// The queue from now on.
    pub default_outbound_queue_id: QueueId,
}
