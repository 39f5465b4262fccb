//! The access keys of IAM's users. A key's public part and its secret are separate records, so that the audit
//! shows the one and not the other.

use roster_model::shapes::Timestamp;
use roster_model::shapes::iam::StatusType;
use roster_model::stored::Stored;
use serde::{Deserialize, Serialize};

use crate::key::Key;
use crate::record::{Entry, InAudit, Index, Kind, Record};

/// An access key, but for its secret.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Stored)]
#[serde(rename_all = "PascalCase")]
pub struct AccessKey {
    /// Its id, `AKIA…`.
    pub id: String,
    /// The account.
    pub account: Box<str>,
    /// The unique id of the user it belongs to.
    pub user_id: String,
    /// Whether it may be used.
    pub status: StatusType,
    /// When it was made.
    pub create_date: Timestamp,
}

impl AccessKey {
    /// By user and id.
    pub const BY_USER: Index = Index { name: "user" };

    /// Where the key of this id is kept.
    pub fn key_of(id: &str) -> Key {
        Key::new().text(id)
    }

    /// Where the keys of a user start in [`Self::BY_USER`].
    pub fn of_user(user_id: &str) -> Key {
        Key::new().text(user_id)
    }
}

impl Record for AccessKey {
    const KIND: &'static Kind = &Kind {
        name: "access_key",
        indexes: &[Self::BY_USER],
        in_audit: InAudit::Values,
        stamps: &[],
    };

    fn key(&self) -> Key {
        Self::key_of(&self.id)
    }

    fn entries(&self) -> Vec<Entry> {
        vec![Entry {
            index: &Self::BY_USER,
            key: Self::of_user(&self.user_id).text(&self.id),
        }]
    }
}

/// The secret of an access key.
#[derive(Clone, PartialEq, Serialize, Deserialize, Stored)]
#[serde(rename_all = "PascalCase")]
pub struct AccessKeySecret {
    /// The id of the access key.
    pub access_key_id: String,
    /// The secret, encrypted.
    pub encrypted: String,
}

impl AccessKeySecret {
    /// Where the secret of an access key is kept.
    pub fn key_of(access_key_id: &str) -> Key {
        Key::new().text(access_key_id)
    }
}

impl Record for AccessKeySecret {
    const KIND: &'static Kind = &Kind {
        name: "access_key_secret",
        indexes: &[],
        in_audit: InAudit::Names,
        stamps: &[],
    };

    fn key(&self) -> Key {
        Self::key_of(&self.access_key_id)
    }

    fn entries(&self) -> Vec<Entry> {
        Vec::new()
    }
}
