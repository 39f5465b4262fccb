//! DisassociateRoutingProfileQueues.

use roster_model_derive::{operation, shape};

use super::RoutingProfileQueueReference;
use crate::shapes::{InstanceId, RoutingProfileId};

/// Removes queues from a routing profile.
#[operation(
    http = "POST /routing-profiles/{InstanceId}/{RoutingProfileId}/disassociate-queues",
    effect = Write,
    resources = "routing-profile*",
    no_output,
)]
pub struct DisassociateRoutingProfileQueues;

/// The input of `DisassociateRoutingProfileQueues`.
#[shape]
pub struct DisassociateRoutingProfileQueuesRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// The routing profile.
    #[shape(label)]
    pub routing_profile_id: RoutingProfileId,
    /// The queues, ten at most.
    pub queue_references: Option<RoutingProfileQueueReferenceList>,
    /// Queues that are served by manual assignment.
    pub manual_assignment_queue_references: Option<RoutingProfileQueueReferenceList>,
}

/// Channels of queues.
#[shape]
pub struct RoutingProfileQueueReferenceList(pub Vec<RoutingProfileQueueReference>);
