//! Policies that are part of a user or role.

use roster_model::stored::Stored;
use serde::{Deserialize, Serialize};

use crate::key::Key;
use crate::record::{Entry, InAudit, Index, Kind, Record};

/// A policy that is part of a user or role.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Stored)]
#[serde(rename_all = "PascalCase")]
pub struct InlinePolicy {
    /// The unique id of the user or role.
    pub owner_id: String,
    /// The name, unique within the owner.
    pub name: String,
    /// The document, as it was given.
    pub document: String,
}

impl InlinePolicy {
    /// By owner and name.
    pub const BY_OWNER: Index = Index { name: "owner" };

    /// Where a policy is kept.
    pub fn key_of(owner_id: &str, name: &str) -> Key {
        Self::of_owner(owner_id).text(name)
    }

    /// Where the policies of a user or role start in [`Self::BY_OWNER`].
    pub fn of_owner(owner_id: &str) -> Key {
        Key::new().text(owner_id)
    }
}

impl Record for InlinePolicy {
    const KIND: &'static Kind = &Kind {
        name: "inline_policy",
        indexes: &[Self::BY_OWNER],
        in_audit: InAudit::Values,
        stamps: &[],
    };

    fn key(&self) -> Key {
        Self::key_of(&self.owner_id, &self.name)
    }

    fn entries(&self) -> Vec<Entry> {
        vec![Entry {
            index: &Self::BY_OWNER,
            key: self.key(),
        }]
    }
}
