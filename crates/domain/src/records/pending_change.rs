//! Changes of primary addresses that wait.

use roster_model::shapes::{Email, Timestamp};
use roster_model::stored::Stored;
use serde::{Deserialize, Serialize};

use crate::id::Id;
use crate::key::Key;
use crate::record::{Entry, InAudit, Index, Kind, Record};

/// A change of a user's primary address that waits. A user has one at most.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Stored)]
#[serde(rename_all = "PascalCase")]
pub struct PendingChange {
    /// The id of the change, which links its audit records.
    pub id: Id,
    /// The instance of the user.
    pub instance_id: Id,
    /// The user.
    pub user_id: Id,
    /// The address in force when the change was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<Email>,
    /// The address that waits; none if the address is to be removed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub new_email: Option<Email>,
    /// The principal that asked for the change.
    pub asked_by: AskedBy,
    /// The network address that the request came from.
    pub asked_from: String,
    /// The run of a client that the request belongs to, as the client calls it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub run: Option<String>,
    /// When the change was asked for.
    pub asked_at: Timestamp,
    /// When the change is void.
    pub expires: Timestamp,
    /// Whether the link that was mailed to the new address must still be opened.
    pub waits_for_confirmation: bool,
    /// Whether a second principal must still approve the change.
    pub waits_for_approval: bool,
    /// The ARN of the principal that approved the change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approved_by: Option<String>,
}

/// The principal that asked for a change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Stored)]
#[serde(rename_all = "PascalCase")]
pub struct AskedBy {
    /// The ARN.
    pub arn: String,
    /// The unique id of the user or, of a session, of the role; none of a root.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub principal_id: Option<String>,
    /// The source identity of a session.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_identity: Option<String>,
}

impl PendingChange {
    /// By instance, time and user.
    pub const BY_TIME: Index = Index { name: "time" };

    /// Where the change of a user is kept.
    pub fn key_of(instance_id: &Id, user_id: &Id) -> Key {
        Key::new().id(instance_id).id(user_id)
    }

    /// Where the changes of an instance start in [`Self::BY_TIME`].
    pub fn of_instance(instance_id: &Id) -> Key {
        Key::new().id(instance_id)
    }
}

impl Record for PendingChange {
    const KIND: &'static Kind = &Kind {
        name: "pending_change",
        indexes: &[Self::BY_TIME],
        in_audit: InAudit::ValuesOfUser {
            personal: &["NewEmail"],
        },
        // The rest of the audit record says it.
        stamps: &[
            "InstanceId",
            "UserId",
            "Email",
            "AskedBy",
            "AskedFrom",
            "Run",
            "AskedAt",
            "Expires",
        ],
    };

    fn key(&self) -> Key {
        Self::key_of(&self.instance_id, &self.user_id)
    }

    fn entries(&self) -> Vec<Entry> {
        // Digits of one length are ordered as their numbers. Nothing was asked before 1970.
        let time = format!("{:016}", self.asked_at.milliseconds.max(0));
        vec![Entry {
            index: &Self::BY_TIME,
            key: Self::of_instance(&self.instance_id).text(&time).id(&self.user_id),
        }]
    }
}
