//! Changes of primary addresses that were made, as long as they can be undone.

use roster_model::shapes::{Email, Timestamp};
use roster_model::stored::Stored;
use serde::{Deserialize, Serialize};

use crate::id::Id;
use crate::key::Key;
use crate::record::{Entry, InAudit, Index, Kind, Record};

/// A change of a user's primary address by another principal that the owner of the old address can undo.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Stored)]
#[serde(rename_all = "PascalCase")]
pub struct AddressChange {
    /// The id of the change, which links its audit records.
    pub id: Id,
    /// The instance of the user.
    pub instance_id: Id,
    /// The user.
    pub user_id: Id,
    /// The address before the change.
    pub before: Email,
    /// The address after the change; none if it was removed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<Email>,
    /// When the change was made.
    pub time: Timestamp,
    /// Until when a reset of the password is suspect.
    pub cool_off_ends: Timestamp,
    /// When the password was reset during the cool-off, first: perhaps a takeover.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suspected_takeover: Option<Timestamp>,
}

impl AddressChange {
    /// By instance, user, time and id.
    pub const BY_USER: &'static Index = &Self::KIND.indexes[0];

    /// Where the change of this id is kept.
    pub fn key_of(instance_id: &Id, user_id: &Id, id: &Id) -> Key {
        Self::of_user(instance_id, user_id).id(id)
    }

    /// What the keys of all changes of a user start with, and where they start in [`Self::BY_USER`].
    pub fn of_user(instance_id: &Id, user_id: &Id) -> Key {
        Key::new().id(instance_id).id(user_id)
    }
}

impl Record for AddressChange {
    const KIND: &'static Kind = &Kind {
        name: "address_change",
        indexes: &[Index { name: "user" }],
        in_audit: InAudit::Values,
        // The rest of the audit record says it.
        stamps: &["InstanceId", "UserId", "Before", "After", "Time", "CoolOffEnds"],
    };

    fn key(&self) -> Key {
        Self::key_of(&self.instance_id, &self.user_id, &self.id)
    }

    fn entries(&self) -> Vec<Entry> {
        // Digits of one length are ordered as their numbers. No change is older than 1970.
        let time = format!("{:016}", self.time.milliseconds.max(0));
        let of_user = Self::of_user(&self.instance_id, &self.user_id);
        vec![Entry {
            index: Self::BY_USER,
            key: of_user.text(&time).id(&self.id),
        }]
    }
}
