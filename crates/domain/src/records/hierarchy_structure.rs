//! The levels of an instance's hierarchy.

use roster_model::shapes::Timestamp;
use roster_model::stored::Stored;
use serde::{Deserialize, Serialize};

use crate::id::Id;
use crate::key::Key;
use crate::record::{Entry, InAudit, Kind, LAST_MODIFIED, Record};

/// The levels of an instance's hierarchy, from the first down; every instance has one structure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Stored)]
#[serde(rename_all = "PascalCase")]
pub struct HierarchyStructure {
    /// The instance it belongs to.
    pub instance_id: Id,
    /// The names of its levels, at most five. [`Self::levels()`] has all that is known of them.
    pub levels: Vec<String>,
    /// What else is known of each level. 0.1.0 could give an instance no levels, and stored their names alone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub level_details: Vec<LevelDetails>,
    /// When it last changed.
    pub last_modified_time: Timestamp,
    /// In which Region that was.
    pub last_modified_region: Box<str>,
}

/// The id of a level, and when it last changed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Stored)]
#[serde(rename_all = "PascalCase")]
pub struct LevelDetails {
    /// Its id, which it keeps as long as it is there.
    pub id: Id,
    /// When it last changed.
    pub last_modified_time: Timestamp,
    /// In which Region that was.
    pub last_modified_region: Box<str>,
}

/// A level of a hierarchy.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HierarchyLevel<'s> {
    /// Its name.
    pub name: &'s str,
    /// What else is known of it.
    pub details: &'s LevelDetails,
}

impl HierarchyStructure {
    /// Where the structure of an instance is kept.
    pub fn key_of(instance_id: &Id) -> Key {
        Key::new().id(instance_id)
    }

    /// Its levels, from the first down.
    pub fn levels(&self) -> impl Iterator<Item = HierarchyLevel<'_>> {
        let names = self.levels.iter().zip(&self.level_details);
        names.map(|(name, details)| HierarchyLevel { name, details })
    }
}

impl Record for HierarchyStructure {
    const KIND: &'static Kind = &Kind {
        name: "hierarchy_structure",
        indexes: &[],
        in_audit: InAudit::Values,
        stamps: LAST_MODIFIED,
    };

    fn key(&self) -> Key {
        Self::key_of(&self.instance_id)
    }

    fn entries(&self) -> Vec<Entry> {
        Vec::new()
    }
}
