//! Users whose passwords cannot be reset by mail for a while.

use roster_model::shapes::Timestamp;
use roster_model::stored::Stored;
use serde::{Deserialize, Serialize};

use crate::id::Id;
use crate::key::Key;
use crate::record::{Entry, InAudit, Kind, Record};

/// That no password-reset mail goes to any address of a user, and that no reset link works.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Stored)]
#[serde(rename_all = "PascalCase")]
pub struct ResetFreeze {
    /// The instance of the user.
    pub instance_id: Id,
    /// The user.
    pub user_id: Id,
    /// Until when.
    pub until: Timestamp,
}

impl ResetFreeze {
    /// Where the freeze of a user is kept.
    pub fn key_of(instance_id: &Id, user_id: &Id) -> Key {
        Key::new().id(instance_id).id(user_id)
    }
}

impl Record for ResetFreeze {
    const KIND: &'static Kind = &Kind {
        name: "reset_freeze",
        indexes: &[],
        in_audit: InAudit::Values,
        // It follows from the time of the audit record and the length of the cool-off.
        stamps: &["InstanceId", "UserId", "Until"],
    };

    fn key(&self) -> Key {
        Self::key_of(&self.instance_id, &self.user_id)
    }

    fn entries(&self) -> Vec<Entry> {
        Vec::new()
    }
}
