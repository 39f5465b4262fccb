//! The places in an instance's hierarchy.

use std::borrow::Cow;

use roster_model::shapes::{TagMap, Timestamp};
use roster_model::stored::Stored;
use serde::{Deserialize, Serialize};

use super::searchable::{self, Searchable};
use crate::id::Id;
use crate::key::Key;
use crate::record::{Entry, InAudit, Index, Kind, LAST_MODIFIED, Record};

/// A group at a level of a hierarchy. It never moves: level and parents stay.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Stored)]
#[serde(rename_all = "PascalCase")]
pub struct HierarchyGroup {
    /// Its id.
    pub id: Id,
    /// The instance it belongs to.
    pub instance_id: Id,
    /// Its name, which no other group below the same parent has.
    pub name: String,
    /// The level that it stands at.
    pub level_id: Id,
    /// The groups that it stands below, from the first level down.
    pub parent_group_ids: Vec<Id>,
    /// Its tags.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tags: Option<TagMap>,
    /// When it last changed.
    pub last_modified_time: Timestamp,
    /// In which Region that was.
    pub last_modified_region: Box<str>,
}

impl HierarchyGroup {
    /// By instance, parent and name.
    pub const BY_PARENT: Index = Index { name: "parent" };
    /// By instance, name and id.
    pub const BY_NAME: Index = Index { name: "name" };
    /// By instance, level and id.
    pub const BY_LEVEL: Index = Index { name: "level" };
    /// By instance, field, value, name and id.
    pub const BY_TERM: Index = Index { name: "term" };

    /// Where the groups below a group start in [`Self::BY_PARENT`], or those at the first level.
    pub fn below(instance_id: &Id, parent: Option<&Id>) -> Key {
        let start = Key::new().id(instance_id);
        match parent {
            Some(parent) => start.id(parent),
            // No id is empty.
            None => start.text(""),
        }
    }

    /// Where the groups at a level start in [`Self::BY_LEVEL`].
    pub fn at_level(instance_id: &Id, level_id: &Id) -> Key {
        Key::new().id(instance_id).id(level_id)
    }

    /// The group right above it; none at the first level.
    pub fn parent_id(&self) -> Option<&Id> {
        self.parent_group_ids.last()
    }

    /// The groups from the first level down to itself.
    pub fn path(&self) -> impl Iterator<Item = &Id> {
        self.parent_group_ids.iter().chain([&self.id])
    }
}

impl Record for HierarchyGroup {
    const KIND: &'static Kind = &Kind {
        name: "hierarchy_group",
        indexes: &[Self::BY_PARENT, Self::BY_NAME, Self::BY_LEVEL, Self::BY_TERM],
        in_audit: InAudit::Values,
        stamps: LAST_MODIFIED,
    };

    fn key(&self) -> Key {
        Key::new().id(&self.instance_id).id(&self.id)
    }

    fn entries(&self) -> Vec<Entry> {
        let mut entries = vec![
            Entry {
                index: &Self::BY_PARENT,
                key: Self::below(&self.instance_id, self.parent_id()).text(&self.name),
            },
            Entry {
                index: &Self::BY_NAME,
                key: Key::new().id(&self.instance_id).text(&self.name).id(&self.id),
            },
            Entry {
                index: &Self::BY_LEVEL,
                key: Self::at_level(&self.instance_id, &self.level_id).id(&self.id),
            },
        ];
        entries.extend(searchable::entries(self, &Self::BY_TERM));
        entries
    }
}

impl Searchable for HierarchyGroup {
    const FIELDS: &'static [&'static str] = &["name", "parentId", "levelId", "resourceID"];
    const PARTS_OF_PLACE: usize = 2;

    // Groups below different groups may have one name.
    fn place(&self) -> Key {
        Key::new().text(&self.name).id(&self.id)
    }

    fn name(&self) -> Option<&str> {
        Some(&self.name)
    }

    fn texts_of(&self, field: &str) -> Vec<Cow<'_, str>> {
        match field {
            "parentId" => self
                .parent_id()
                .map(|id| id.as_str().into())
                .into_iter()
                .collect(),
            "levelId" => vec![self.level_id.as_str().into()],
            _ => Vec::new(),
        }
    }
}
