//! What an agent can say of themself.

use std::borrow::Cow;

use roster_model::ops::connect::agent_statuses::{
    AgentStatusDescription, AgentStatusName, AgentStatusOrderNumber, AgentStatusState, AgentStatusType,
};
use roster_model::shapes::{TagMap, Timestamp};
use roster_model::stored::Stored;
use serde::{Deserialize, Serialize};

use super::searchable::Searchable;
use crate::id::Id;
use crate::key::Key;

/// What an agent can say of themself, such as `Available`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Stored)]
#[serde(rename_all = "PascalCase")]
pub struct AgentStatus {
    /// Its id.
    pub id: Id,
    /// The instance it belongs to.
    pub instance_id: Id,
    /// Its name.
    pub name: AgentStatusName,
    /// What it is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<AgentStatusDescription>,
    /// What it means for the agent's contacts.
    pub status_type: AgentStatusType,
    /// Its place in the list, if it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub display_order: Option<AgentStatusOrderNumber>,
    /// Whether it can be chosen, if that was ever said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<AgentStatusState>,
    /// Its tags.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tags: Option<TagMap>,
    /// When it last changed.
    pub last_modified_time: Timestamp,
    /// In which Region that was.
    pub last_modified_region: Box<str>,
}

impl AgentStatus {
    /// Whether it can be chosen.
    pub fn state(&self) -> AgentStatusState {
        self.state.unwrap_or(AgentStatusState::Enabled)
    }

    /// Whether it came with the instance.
    pub fn is_built_in(&self) -> bool {
        match self.status_type {
            AgentStatusType::Routable | AgentStatusType::Offline => true,
            AgentStatusType::Custom => false,
        }
    }

    /// Its place among the statuses of its instance: by display order, those without one last, and by name.
    pub fn place_in_list(&self) -> Key {
        let order = self.display_order.as_deref();
        let order = order.map_or_else(|| "last".to_owned(), |order| format!("{order:02}"));
        Key::new().text(&order).text(&self.name)
    }
}

super::named_record::named_record!(AgentStatus, "agent_status", by BY_TERM);

impl Searchable for AgentStatus {
    const FIELDS: &'static [&'static str] = &[
        "name",
        "description",
        "state",
        "type",
        "displayOrder",
        "resourceID",
    ];

    fn name(&self) -> Option<&str> {
        Some(&self.name)
    }

    fn description(&self) -> Option<&str> {
        self.description.as_deref().map(String::as_str)
    }

    fn texts_of(&self, field: &str) -> Vec<Cow<'_, str>> {
        match field {
            "state" => vec![self.state().as_str().into()],
            "type" => vec![self.status_type.as_str().into()],
            "displayOrder" => {
                let order = self.display_order.as_deref();
                order.map(|order| order.to_string().into()).into_iter().collect()
            }
            _ => Vec::new(),
        }
    }
}
