//! Users of IAM.

use roster_model::shapes::Timestamp;
use roster_model::shapes::iam::TagListType;
use serde::{Deserialize, Serialize};

use crate::key::Key;
use crate::record::{Entry, Index, Kind, Record};

/// A user of IAM: somebody who calls operations, as against a user of a contact centre.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct IamUser {
    /// The account.
    pub account: Box<str>,
    /// The unique id, `AIDA…`.
    pub id: String,
    /// The name, as it was given.
    pub name: String,
    /// The path.
    pub path: String,
    /// When the user was made.
    pub create_date: Timestamp,
    /// The id of the managed policy that is the permissions boundary.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub boundary_id: Option<String>,
    /// The tags.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tags: Option<TagListType>,
}

impl IamUser {
    /// By account and name; case does not count.
    pub const BY_NAME: Index = Index { name: "name" };

    /// Where the user of this id is kept.
    pub fn key_of(account: &str, id: &str) -> Key {
        Key::new().text(account).text(id)
    }

    /// Where the users of an account start in [`Self::BY_NAME`].
    pub fn of_account(account: &str) -> Key {
        Key::new().text(account)
    }

    /// The entry of a name.
    pub fn named(account: &str, name: &str) -> Entry {
        Entry {
            index: &Self::BY_NAME,
            key: Self::of_account(account).text(&name.to_ascii_lowercase()),
        }
    }
}

impl Record for IamUser {
    const KIND: &'static Kind = &Kind {
        name: "iam_user",
        indexes: &[Self::BY_NAME],
        secret: false,
        stamps: &[],
    };

    fn key(&self) -> Key {
        Self::key_of(&self.account, &self.id)
    }

    fn entries(&self) -> Vec<Entry> {
        vec![Self::named(&self.account, &self.name)]
    }
}
