//! What users are given to do.

use std::borrow::Cow;
use std::collections::BTreeSet;

use roster_model::ops::connect::routing_profiles::{AgentAvailabilityTimer, MediaConcurrencies};
use roster_model::shapes::{Channel, TagMap, Timestamp};
use roster_model::stored::Stored;
use serde::{Deserialize, Serialize};

use super::searchable::Searchable;
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
    /// The queues it serves by manual assignment.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub manual_assignment_queue_configs: Vec<QueueReference>,
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

impl QueueConfig {
    /// The queue and the channel.
    pub fn reference(&self) -> QueueReference {
        QueueReference {
            queue_id: self.queue_id.clone(),
            channel: self.channel,
        }
    }
}

/// One channel of one queue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Stored)]
#[serde(rename_all = "PascalCase")]
pub struct QueueReference {
    /// The queue.
    pub queue_id: Id,
    /// The channel.
    pub channel: Channel,
}

impl RoutingProfile {
    /// The queues it serves, each once.
    pub fn queue_ids(&self) -> BTreeSet<&Id> {
        self.queue_configs.iter().map(|config| &config.queue_id).collect()
    }

    /// The queues it serves by manual assignment, each once.
    pub fn manual_assignment_queue_ids(&self) -> BTreeSet<&Id> {
        let configs = self.manual_assignment_queue_configs.iter();
        configs.map(|reference| &reference.queue_id).collect()
    }

    /// Whether it uses a queue, for outbound calls or otherwise.
    pub fn uses(&self, queue_id: &Id) -> bool {
        self.default_outbound_queue_id == *queue_id
            || self.queue_ids().contains(queue_id)
            || self.manual_assignment_queue_ids().contains(queue_id)
    }
}

super::named_record::named_record!(RoutingProfile, "routing_profile", by BY_TERM);

impl Searchable for RoutingProfile {
    const FIELDS: &'static [&'static str] = &["associatedQueueIds", "name", "description", "resourceID"];

    fn name(&self) -> Option<&str> {
        Some(&self.name)
    }

    fn description(&self) -> Option<&str> {
        Some(&self.description)
    }

    fn texts_of(&self, field: &str) -> Vec<Cow<'_, str>> {
        match field {
            "associatedQueueIds" => {
                let ids = self.queue_ids().into_iter();
                ids.map(|id| id.as_str().into()).collect()
            }
            _ => Vec::new(),
        }
    }
}
