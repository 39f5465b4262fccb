//! CreateRoutingProfile.

use roster_model_derive::{operation, shape};

use super::{AgentAvailabilityTimer, MediaConcurrencies, RoutingProfileDescription, RoutingProfileName};
use crate::shapes::{ARN, Channel, InstanceId, QueueId, RoutingProfileId, TagMap};

/// Makes a routing profile.
#[operation(
    http = "PUT /routing-profiles/{InstanceId}",
    effect = Write,
    resources = "routing-profile* queue*",
    further = "Tags: connect:TagResource on routing-profile",
    exceptions = [
        InvalidRequest, InvalidParameter, DuplicateResource, ResourceNotFound, LimitExceeded, Throttling,
        InternalService,
    ],
)]
pub struct CreateRoutingProfile;

/// The input of `CreateRoutingProfile`.
#[shape]
pub struct CreateRoutingProfileRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// Its name, unique within the instance.
    pub name: RoutingProfileName,
    /// What it is for.
    pub description: RoutingProfileDescription,
    /// The queue that outbound calls belong to.
    pub default_outbound_queue_id: QueueId,
    /// The queues it serves; without any, its users only make calls.
    pub queue_configs: Option<RoutingProfileQueueConfigList>,
    /// The queues it serves by manual assignment.
    pub manual_assignment_queue_configs: Option<RoutingProfileManualAssignmentQueueConfigList>,
    /// How many contacts of each channel a user takes at once.
    pub media_concurrencies: MediaConcurrencies,
    /// Its tags.
    pub tags: Option<TagMap>,
    /// From when a user counts as idle: by default, from the last activity.
    pub agent_availability_timer: Option<AgentAvailabilityTimer>,
}

/// Queues, and how they are served.
#[shape(length(1, 10))]
pub struct RoutingProfileQueueConfigList(pub Vec<RoutingProfileQueueConfig>);

/// How one channel of one queue is served.
#[shape]
pub struct RoutingProfileQueueConfig {
    /// The queue and the channel.
    pub queue_reference: RoutingProfileQueueReference,
    /// 1 is served first.
    pub priority: Priority,
    /// How long a contact waits before it is offered, in seconds.
    pub delay: Delay,
}

/// One channel of one queue.
#[shape]
pub struct RoutingProfileQueueReference {
    /// The queue.
    pub queue_id: QueueId,
    /// The channel.
    pub channel: Channel,
}

/// The place of a queue in the order in which queues are served.
#[shape(range(1, 99))]
pub struct Priority(pub i32);

/// How long a contact waits before it is offered, in seconds.
#[shape(range(0, 9999))]
pub struct Delay(pub i32);

/// Queues that are served by manual assignment.
#[shape(length(1, 10))]
pub struct RoutingProfileManualAssignmentQueueConfigList(pub Vec<RoutingProfileManualAssignmentQueueConfig>);

/// One channel of one queue that is served by manual assignment.
#[shape]
pub struct RoutingProfileManualAssignmentQueueConfig {
    /// The queue and the channel.
    pub queue_reference: RoutingProfileQueueReference,
}

/// The output of `CreateRoutingProfile`.
#[shape]
pub struct CreateRoutingProfileResponse {
    /// The ARN of the routing profile.
    pub routing_profile_arn: Option<ARN>,
    /// The id of the routing profile.
    pub routing_profile_id: Option<RoutingProfileId>,
}
