//! AssociateRoutingProfileQueues.

use roster_model_derive::{operation, shape};

use super::{RoutingProfileManualAssignmentQueueConfigList, RoutingProfileQueueConfigList};
use crate::shapes::{InstanceId, RoutingProfileId};

/// Adds queues to a routing profile.
#[operation(
    http = "POST /routing-profiles/{InstanceId}/{RoutingProfileId}/associate-queues",
    effect = Write,
    resources = "routing-profile* queue*",
    no_output,
)]
pub struct AssociateRoutingProfileQueues;

/// The input of `AssociateRoutingProfileQueues`.
#[shape]
pub struct AssociateRoutingProfileQueuesRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// The routing profile.
    #[shape(label)]
    pub routing_profile_id: RoutingProfileId,
    /// The queues, and how they are served.
    pub queue_configs: Option<RoutingProfileQueueConfigList>,
    /// Queues that are served by manual assignment.
    pub manual_assignment_queue_configs: Option<RoutingProfileManualAssignmentQueueConfigList>,
}
