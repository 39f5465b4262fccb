//! What an agent can say of themself.

use roster_model::shapes::{TagMap, Timestamp};
use roster_model::stored::Stored;
use serde::{Deserialize, Serialize};

use crate::id::Id;

/// What an agent can say of themself, such as `Available`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Stored)]
#[serde(rename_all = "PascalCase")]
pub struct AgentStatus {
    /// Its id.
    pub id: Id,
    /// The instance it belongs to.
    pub instance_id: Id,
    /// Its name.
    pub name: String,
    /// `ROUTABLE`, `OFFLINE` or `CUSTOM`.
    pub status_type: String,
    /// Its place in the list.
    pub display_order: i32,
    /// Its tags.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tags: Option<TagMap>,
    /// When it last changed.
    pub last_modified_time: Timestamp,
    /// In which Region that was.
    pub last_modified_region: Box<str>,
}

super::named_record::named_record!(AgentStatus, "agent_status");
