//! Managed policies, and the users and roles that they are attached to.

use roster_model::shapes::Timestamp;
use roster_model::shapes::iam::TagListType;
use roster_model::stored::Stored;
use serde::{Deserialize, Serialize};

use crate::key::Key;
use crate::record::{Entry, InAudit, Index, Kind, Record};

/// A policy that can be attached to several users and roles.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Stored)]
#[serde(rename_all = "PascalCase")]
pub struct ManagedPolicy {
    /// The account.
    pub account: Box<str>,
    /// The unique id, `ANPA…`.
    pub id: String,
    /// The name, as it was given.
    pub name: String,
    /// The path.
    pub path: String,
    /// What the policy is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The document, as it was given.
    pub document: String,
    /// When the policy was made.
    pub create_date: Timestamp,
    /// The tags.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tags: Option<TagListType>,
}

impl ManagedPolicy {
    /// By account and name; case does not count.
    pub const BY_NAME: Index = Index { name: "name" };

    /// The entry of a name.
    pub fn named(account: &str, name: &str) -> Entry {
        super::named(&Self::BY_NAME, account, name)
    }
}

impl Record for ManagedPolicy {
    const KIND: &'static Kind = &Kind {
        name: "managed_policy",
        indexes: &[Self::BY_NAME],
        in_audit: InAudit::Values,
        stamps: &[],
    };

    fn key(&self) -> Key {
        super::key_of(&self.account, &self.id)
    }

    fn entries(&self) -> Vec<Entry> {
        vec![Self::named(&self.account, &self.name)]
    }
}

/// That a managed policy is attached to a user or role.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Stored)]
#[serde(rename_all = "PascalCase")]
pub struct Attachment {
    /// The account.
    pub account: Box<str>,
    /// The unique id of the user or role.
    pub owner_id: String,
    /// The unique id of the policy.
    pub policy_id: String,
}

impl Attachment {
    /// By user or role, and policy.
    pub const BY_OWNER: Index = Index { name: "owner" };
    /// By policy, and user or role.
    pub const BY_POLICY: Index = Index { name: "policy" };

    /// Where the attachments of a user or role start in [`Self::BY_OWNER`], and those of a policy in
    /// [`Self::BY_POLICY`].
    pub fn of(id: &str) -> Key {
        Key::new().text(id)
    }

    /// The key of the policy.
    pub fn policy_key(&self) -> Key {
        super::key_of(&self.account, &self.policy_id)
    }
}

impl Record for Attachment {
    const KIND: &'static Kind = &Kind {
        name: "attachment",
        indexes: &[Self::BY_OWNER, Self::BY_POLICY],
        in_audit: InAudit::Values,
        stamps: &[],
    };

    fn key(&self) -> Key {
        Self::of(&self.owner_id).text(&self.policy_id)
    }

    fn entries(&self) -> Vec<Entry> {
        vec![
            Entry {
                index: &Self::BY_OWNER,
                key: self.key(),
            },
            Entry {
                index: &Self::BY_POLICY,
                key: Self::of(&self.policy_id).text(&self.owner_id),
            },
        ]
    }
}
