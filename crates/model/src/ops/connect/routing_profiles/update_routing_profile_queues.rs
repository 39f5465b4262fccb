//! UpdateRoutingProfileQueues.

use roster_model_derive::{operation, shape};

use super::RoutingProfileQueueConfigList;
use crate::shapes::{InstanceId, RoutingProfileId};

/// Changes how queues of a routing profile are served.
#[operation(
    http = "POST /routing-profiles/{InstanceId}/{RoutingProfileId}/queues",
    effect = Write,
    resources = "routing-profile*",
    no_output,
)]
pub struct UpdateRoutingProfileQueues;

/// The input of `UpdateRoutingProfileQueues`.
#[shape]
pub struct UpdateRoutingProfileQueuesRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// The routing profile.
    #[shape(label)]
    pub routing_profile_id: RoutingProfileId,
    /// The queues, which the profile has, and how they are served from now on.
    pub queue_configs: RoutingProfileQueueConfigList,
}
