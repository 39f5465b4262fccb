//! What agents transfer contacts to.

use roster_model::ops::connect::quick_connects::{QuickConnectDescription, QuickConnectType};
use roster_model::shapes::{PhoneNumber, TagMap, Timestamp};
use roster_model::stored::Stored;
use serde::{Deserialize, Serialize};

use super::searchable::{self, Searchable};
use crate::id::Id;
use crate::key::Key;
use crate::record::{Entry, InAudit, Index, Kind, LAST_MODIFIED, Record};

/// What agents transfer contacts to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Stored)]
#[serde(rename_all = "PascalCase")]
pub struct QuickConnect {
    /// Its id.
    pub id: Id,
    /// The instance it belongs to.
    pub instance_id: Id,
    /// Its name.
    pub name: String,
    /// What it is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<QuickConnectDescription>,
    /// Where it leads.
    pub quick_connect_config: QuickConnectTarget,
    /// Its tags.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tags: Option<TagMap>,
    /// When it last changed.
    pub last_modified_time: Timestamp,
    /// In which Region that was.
    pub last_modified_region: Box<str>,
}

/// Where a quick connect leads. The flows are those of AWS: an instance of Roster has none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Stored)]
#[serde(
    tag = "QuickConnectType",
    rename_all = "SCREAMING_SNAKE_CASE",
    rename_all_fields = "PascalCase"
)]
pub enum QuickConnectTarget {
    /// A user. The record of the user may be deleted.
    User {
        /// The user.
        user_id: Id,
        /// The flow that takes the contact there.
        contact_flow_id: Id,
    },
    /// A queue.
    Queue {
        /// The queue.
        queue_id: Id,
        /// The flow that takes the contact there.
        contact_flow_id: Id,
    },
    /// A telephone number outside.
    PhoneNumber {
        /// The number.
        phone_number: PhoneNumber,
    },
    /// A flow.
    Flow {
        /// The flow.
        contact_flow_id: Id,
    },
}

impl QuickConnectTarget {
    /// What it is.
    pub const fn quick_connect_type(&self) -> QuickConnectType {
        match self {
            Self::User { .. } => QuickConnectType::User,
            Self::Queue { .. } => QuickConnectType::Queue,
            Self::PhoneNumber { .. } => QuickConnectType::PhoneNumber,
            Self::Flow { .. } => QuickConnectType::Flow,
        }
    }
}

impl QuickConnect {
    /// By instance and name.
    pub const BY_NAME: Index = Index { name: "name" };

    /// By instance, queue and id: those that lead to a queue.
    pub const BY_QUEUE: Index = Index { name: "queue" };

    /// By instance, field, value and name.
    pub const BY_TERM: Index = Index { name: "term" };

    /// Where the quick connects to a queue start in [`Self::BY_QUEUE`].
    pub fn to_queue(instance_id: &Id, queue_id: &Id) -> Key {
        Key::new().id(instance_id).id(queue_id)
    }
}

impl Record for QuickConnect {
    const KIND: &'static Kind = &Kind {
        name: "quick_connect",
        indexes: &[Self::BY_NAME, Self::BY_QUEUE, Self::BY_TERM],
        in_audit: InAudit::Values,
        stamps: LAST_MODIFIED,
    };

    fn key(&self) -> Key {
        Key::new().id(&self.instance_id).id(&self.id)
    }

    fn entries(&self) -> Vec<Entry> {
        let mut entries = vec![Entry {
            index: &Self::BY_NAME,
            key: Key::new().id(&self.instance_id).text(&self.name),
        }];
        if let QuickConnectTarget::Queue { queue_id, .. } = &self.quick_connect_config {
            entries.push(Entry {
                index: &Self::BY_QUEUE,
                key: Self::to_queue(&self.instance_id, queue_id).id(&self.id),
            });
        }
        entries.extend(searchable::entries(self, &Self::BY_TERM));
        entries
    }
}

impl Searchable for QuickConnect {
    const FIELDS: &'static [&'static str] = &["name", "description", "resourceID"];

    fn name(&self) -> Option<&str> {
        Some(&self.name)
    }

    fn description(&self) -> Option<&str> {
        self.description.as_deref().map(String::as_str)
    }
}
