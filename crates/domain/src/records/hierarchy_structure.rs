//! The levels of an instance's hierarchy.

use roster_model::shapes::Timestamp;
use roster_model::stored::Stored;
use serde::{Deserialize, Serialize};

use crate::id::Id;
use crate::key::Key;
use crate::record::{Entry, InAudit, Kind, LAST_MODIFIED, Record};

/// The levels of an instance's hierarchy, from the top; every instance has one structure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Stored)]
#[serde(rename_all = "PascalCase")]
pub struct HierarchyStructure {
    /// The instance it belongs to.
    pub instance_id: Id,
    /// The names of its levels, at most five.
    pub levels: Vec<String>,
    /// When it last changed.
    pub last_modified_time: Timestamp,
    /// In which Region that was.
    pub last_modified_region: Box<str>,
}

impl Record for HierarchyStructure {
    const KIND: &'static Kind = &Kind {
        name: "hierarchy_structure",
        indexes: &[],
        in_audit: InAudit::Values,
        stamps: LAST_MODIFIED,
    };

    fn key(&self) -> Key {
        Key::new().id(&self.instance_id)
    }

    fn entries(&self) -> Vec<Entry> {
        Vec::new()
    }
}
