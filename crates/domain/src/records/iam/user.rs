//! Users of IAM.

use roster_model::shapes::Timestamp;
use roster_model::shapes::iam::TagListType;
use roster_model::stored::Stored;
use serde::{Deserialize, Serialize};

use crate::key::Key;
use crate::record::{Entry, InAudit, Index, Kind, Record};

/// A user of IAM: a principal that calls operations, unlike a user of a contact centre.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Stored)]
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
    /// By permissions boundary and id.
    pub const BY_BOUNDARY: Index = Index { name: "boundary" };

    /// The entry of a name.
    pub fn named(account: &str, name: &str) -> Entry {
        super::named(&Self::BY_NAME, account, name)
    }
}

impl Record for IamUser {
    const KIND: &'static Kind = &Kind {
        name: "iam_user",
        indexes: &[Self::BY_NAME, Self::BY_BOUNDARY],
        in_audit: InAudit::Values,
        stamps: &[],
    };

    fn key(&self) -> Key {
        super::key_of(&self.account, &self.id)
    }

    fn entries(&self) -> Vec<Entry> {
        let name = Self::named(&self.account, &self.name);
        let boundary = super::keys::bounded(&Self::BY_BOUNDARY, self.boundary_id.as_deref(), &self.id);
        [Some(name), boundary].into_iter().flatten().collect()
    }
}
