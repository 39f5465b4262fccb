//! Which pages users see, and how they look.

use std::borrow::Cow;

use roster_model::ops::connect::workspaces::{
    Visibility, WorkspaceDescription, WorkspaceName, WorkspaceTheme, WorkspaceTitle,
};
use roster_model::shapes::{TagMap, Timestamp};
use roster_model::stored::Stored;
use serde::{Deserialize, Serialize};

use super::searchable::Searchable;
use crate::id::Id;

/// Which pages users see, and how they look.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Stored)]
#[serde(rename_all = "PascalCase")]
pub struct Workspace {
    /// Its id.
    pub id: Id,
    /// The instance it belongs to.
    pub instance_id: Id,
    /// Its name.
    pub name: WorkspaceName,
    /// What it is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<WorkspaceDescription>,
    /// What users see as its title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<WorkspaceTitle>,
    /// How it looks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub theme: Option<WorkspaceTheme>,
    /// Which users see it: its visibility.
    pub visibility: Visibility,
    /// Its tags.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tags: Option<TagMap>,
    /// When it was made.
    pub created_time: Timestamp,
    /// When it last changed.
    pub last_modified_time: Timestamp,
    /// In which Region that was.
    pub last_modified_region: Box<str>,
}

super::named_record::named_record!(Workspace, "workspace", by BY_TERM);

impl Searchable for Workspace {
    const FIELDS: &'static [&'static str] = &["name", "description", "visibility", "resourceID"];

    fn name(&self) -> Option<&str> {
        Some(&self.name)
    }

    fn description(&self) -> Option<&str> {
        self.description.as_deref().map(String::as_str)
    }

    fn texts_of(&self, field: &str) -> Vec<Cow<'_, str>> {
        match field {
            "visibility" => vec![self.visibility.as_str().into()],
            _ => Vec::new(),
        }
    }
}
