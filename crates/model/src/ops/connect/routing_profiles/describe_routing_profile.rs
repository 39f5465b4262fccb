//! DescribeRoutingProfile.

use roster_model_derive::{operation, shape};

use super::RoutingProfileName;
use crate::shapes::{ARN, Channel, InstanceId, QueueId, RegionName, RoutingProfileId, TagMap, Timestamp};

/// Shows a routing profile, with the number of its users and queues.
#[operation(
    http = "GET /routing-profiles/{InstanceId}/{RoutingProfileId}",
    effect = Read,
    resources = "routing-profile*",
)]
pub struct DescribeRoutingProfile;

/// The input of `DescribeRoutingProfile`.
#[shape]
pub struct DescribeRoutingProfileRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// The routing profile.
    #[shape(label)]
    pub routing_profile_id: RoutingProfileId,
}

/// The output of `DescribeRoutingProfile`.
#[shape]
pub struct DescribeRoutingProfileResponse {
    /// The routing profile.
    pub routing_profile: Option<RoutingProfile>,
}

/// A routing profile.
#[shape]
pub struct RoutingProfile {
    /// The instance it belongs to.
    pub instance_id: Option<InstanceId>,
    /// Its name.
    pub name: Option<RoutingProfileName>,
    /// Its ARN.
    pub routing_profile_arn: Option<ARN>,
    /// Its id.
    pub routing_profile_id: Option<RoutingProfileId>,
    /// What it is for.
    pub description: Option<RoutingProfileDescription>,
    /// How many contacts of each channel a user takes at once.
    pub media_concurrencies: Option<MediaConcurrencies>,
    /// The queue that outbound calls belong to.
    pub default_outbound_queue_id: Option<QueueId>,
    /// Its tags.
    pub tags: Option<TagMap>,
    /// How many queues it serves.
    pub number_of_associated_queues: Option<i64>,
    /// How many queues it serves by manual assignment.
    pub number_of_associated_manual_assignment_queues: Option<i64>,
    /// How many users have it.
    pub number_of_associated_users: Option<i64>,
    /// From when a user counts as idle.
    pub agent_availability_timer: Option<AgentAvailabilityTimer>,
    /// When it last changed.
    pub last_modified_time: Option<Timestamp>,
    /// In which Region that was.
    pub last_modified_region: Option<RegionName>,
    /// Whether the instance came with it.
    pub is_default: Option<bool>,
    /// The queues it serves; only searches fill it in.
    pub associated_queue_ids: Option<AssociatedQueueIdList>,
    /// The queues it serves by manual assignment; only searches fill it in.
    pub associated_manual_assignment_queue_ids: Option<AssociatedQueueIdList>,
}

/// Queues that a routing profile serves.
#[shape]
pub struct AssociatedQueueIdList(pub Vec<QueueId>);

/// What a routing profile is for.
#[shape(length(1, 250))]
pub struct RoutingProfileDescription(pub String);

/// From when a user counts as idle.
#[shape(stored)]
pub enum AgentAvailabilityTimer {
    /// From the last activity of any kind.
    TimeSinceLastActivity,
    /// From the last inbound contact.
    TimeSinceLastInbound,
}

/// Concurrency, channel by channel.
#[shape(stored)]
pub struct MediaConcurrencies(pub Vec<MediaConcurrency>);

/// How many contacts of one channel a user takes at once.
#[shape(stored)]
pub struct MediaConcurrency {
    /// The channel.
    pub channel: Channel,
    /// How many.
    pub concurrency: Concurrency,
    /// What may be offered on other channels meanwhile.
    pub cross_channel_behavior: Option<CrossChannelBehavior>,
}

/// A number of contacts at once.
#[shape(range(1, 10), stored)]
pub struct Concurrency(pub i32);

/// What may be offered on other channels while a contact is handled.
#[shape(stored)]
pub struct CrossChannelBehavior {
    /// The rule.
    pub behavior_type: BehaviorType,
}

/// The rules for offering contacts of other channels.
#[shape(stored)]
pub enum BehaviorType {
    /// Only the channel in use.
    RouteCurrentChannelOnly,
    /// Any channel.
    RouteAnyChannel,
}
