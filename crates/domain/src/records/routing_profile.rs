//! What users are given to do.

use roster_model::ops::connect::routing_profiles::{AgentAvailabilityTimer, MediaConcurrencies};
use roster_model::shapes::{Channel, TagMap, Timestamp};
use roster_model::stored::Stored;
use serde::{Deserialize, Serialize};

use crate::id::Id;

/// What a user is given to do: channels, and queues by priority.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Stored)]
#[serde(rename_all = "PascalCase")]
pub struct RoutingProfile {
    /// Its id.
    pub id: Id,
    /// The instance it belongs to.
    pub instance_id: Id,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// How many contacts of each channel a user takes at once.
    pub media_concurrencies: MediaConcurrencies,
    /// The queue that outbound calls belong to.
    pub default_outbound_queue_id: Id,
    /// The queues it serves.
    pub queue_configs: Vec<QueueConfig>,
    /// From when a user counts as idle.
    pub agent_availability_timer: AgentAvailabilityTimer,
    /// Whether the instance came with it.
    pub is_default: bool,
    /// Its tags.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tags: Option<TagMap>,
    /// When it last changed.
    pub last_modified_time: Timestamp,
    /// In which Region that was.
    pub last_modified_region: Box<str>,
}

/// How one channel of one queue is served.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Stored)]
#[serde(rename_all = "PascalCase")]
pub struct QueueConfig {
    /// The queue.
    pub queue_id: Id,
    /// The channel.
    pub channel: Channel,
    /// 1 is served first.
    pub priority: i32,
    /// How long a contact waits before it is offered, in seconds.
    pub delay: i32,
}

super::named_record::named_record!(RoutingProfile, "routing_profile");
