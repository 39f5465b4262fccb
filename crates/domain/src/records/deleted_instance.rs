//! Instances that were deleted, while a job removes what they held.

use roster_model::shapes::Timestamp;
use roster_model::stored::Stored;
use serde::{Deserialize, Serialize};

use crate::id::Id;
use crate::key::Key;
use crate::record::{Entry, InAudit, Kind, Record};

/// The tombstone of an instance, while a job removes what it held (docs/decisions/0051-deleting-instances.md). As long as
/// this record is there, no instance gets the id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Stored)]
#[serde(rename_all = "PascalCase")]
pub struct DeletedInstance {
    /// The id of the instance.
    pub id: Id,
    /// When it was deleted.
    pub deleted: Timestamp,
}

impl DeletedInstance {
    /// Where the deleted instance of this id is kept.
    pub fn key_of(id: &Id) -> Key {
        Key::new().id(id)
    }
}

impl Record for DeletedInstance {
    const KIND: &'static Kind = &Kind {
        name: "deleted_instance",
        indexes: &[],
        in_audit: InAudit::Nothing,
        stamps: &[],
    };

    fn key(&self) -> Key {
        Self::key_of(&self.id)
    }

    fn entries(&self) -> Vec<Entry> {
        Vec::new()
    }
}
