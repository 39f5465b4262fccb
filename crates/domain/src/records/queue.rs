//! Where contacts wait.

use roster_model::ops::connect::queues::{
    OutboundCallerConfig, QueueDescription, QueueMaxContacts, QueueStatus,
};
use roster_model::shapes::{TagMap, Timestamp};
use roster_model::stored::Stored;
use serde::{Deserialize, Serialize};

use super::searchable::Searchable;
use crate::id::Id;

/// Where contacts wait.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Stored)]
#[serde(rename_all = "PascalCase")]
pub struct Queue {
    /// Its id.
    pub id: Id,
    /// The instance it belongs to.
    pub instance_id: Id,
    /// Its name.
    pub name: String,
    /// What it is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<QueueDescription>,
    /// What the called see of outbound calls.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outbound_caller_config: Option<OutboundCallerConfig>,
    /// When contacts are taken.
    pub hours_of_operation_id: Id,
    /// How many contacts it holds before it is full; none if there is no limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_contacts: Option<QueueMaxContacts>,
    /// Whether contacts may enter it: none, as in what earlier versions have stored, means that they may.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<QueueStatus>,
    /// The quick connects that it offers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub quick_connect_ids: Vec<Id>,
    /// Its tags.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tags: Option<TagMap>,
    /// When it last changed.
    pub last_modified_time: Timestamp,
    /// In which Region that was.
    pub last_modified_region: Box<str>,
}

impl Queue {
    /// Whether contacts may enter it.
    pub fn status(&self) -> QueueStatus {
        self.status.unwrap_or(QueueStatus::Enabled)
    }
}

super::named_record::named_record!(Queue, "queue", by BY_TERM);

impl Searchable for Queue {
    const FIELDS: &'static [&'static str] = &["name", "description", "resourceID"];

    fn name(&self) -> Option<&str> {
        Some(&self.name)
    }

    fn description(&self) -> Option<&str> {
        self.description.as_deref().map(String::as_str)
    }
}
