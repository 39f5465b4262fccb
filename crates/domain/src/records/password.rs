//! Passwords, as far as they are kept.

use roster_model::stored::Stored;
use serde::{Deserialize, Serialize};

use crate::id::Id;
use crate::key::Key;
use crate::record::{Entry, InAudit, Kind, Record};

/// What is kept of a user's password.
#[derive(Clone, PartialEq, Serialize, Deserialize, Stored)]
#[serde(rename_all = "PascalCase")]
pub struct PasswordHash {
    /// The instance the user belongs to.
    pub instance_id: Id,
    /// The user.
    pub user_id: Id,
    /// The argon2id hash in PHC string form.
    pub password: String,
}

impl PasswordHash {
    /// Where the hash of a user's password is kept.
    pub fn key_of(instance_id: &Id, user_id: &Id) -> Key {
        Key::new().id(instance_id).id(user_id)
    }
}

impl Record for PasswordHash {
    const KIND: &'static Kind = &Kind {
        name: "password",
        indexes: &[],
        in_audit: InAudit::Names,
        stamps: &[],
    };

    fn key(&self) -> Key {
        Self::key_of(&self.instance_id, &self.user_id)
    }

    fn entries(&self) -> Vec<Entry> {
        Vec::new()
    }
}
